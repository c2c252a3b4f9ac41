namespace Loadline.Wire.Conversion;

/// <summary>One thing that a conversion could not carry as it was.</summary>
/// <param name="Kind">What was done about it.</param>
/// <param name="Path">The member at fault, in the source's words, such as <c>logprobs</c> or <c>messages[3].content[0]</c>.</param>
/// <param name="What">What was done and why, for the decision record; never a caller's text.</param>
public readonly record struct ConversionLoss(LossKind Kind, string Path, string What);
