namespace Loadline.Gateway.Caching;

/// <summary>What an answer is found by beside the request itself.</summary>
/// <param name="Wording">Its wording, and all that is around the question; <see langword="null"/>: it is not found by that.</param>
/// <param name="Scope">All that is around the question, and its particulars: only questions that agree in this are compared; <see langword="null"/>: none are.</param>
/// <param name="Vector">Its meaning, of length one; <see langword="null"/>: nobody said.</param>
internal sealed record AskedQuestion(UInt128? Wording, UInt128? Scope, float[]? Vector);
