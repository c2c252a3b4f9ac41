namespace Loadline.Wire.OpenAI;

/// <summary>An upstream's complaint, whatever shape it came in.</summary>
/// <param name="Message">What it said; never empty, at most 2,000 characters.</param>
/// <param name="Type">Its error type; <see langword="null"/> where it named none.</param>
/// <param name="Code">Its code, numbers as text; <see langword="null"/> where it named none.</param>
public readonly record struct UpstreamError(string Message, string? Type, string? Code);
