namespace Loadline.Core.Signals.Pii;

/// <summary>Where personal data stands in a text.</summary>
/// <param name="Kind">One kind.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">In bytes.</param>
internal readonly record struct PiiMatch(PiiKinds Kind, int Start, int Length);
