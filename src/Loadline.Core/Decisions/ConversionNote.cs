namespace Loadline.Core.Decisions;

/// <summary>One thing that a conversion between dialects could not carry as it was.</summary>
/// <param name="Kind"><c>dropped</c>, <c>degraded</c>, <c>clamped</c> or <c>added</c>.</param>
/// <param name="Path">The member at fault, such as <c>logprobs</c>.</param>
/// <param name="What">What was done and why; never a caller's text.</param>
public sealed record ConversionNote(string Kind, string Path, string What);
