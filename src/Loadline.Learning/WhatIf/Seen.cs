namespace Loadline.Learning.WhatIf;

/// <summary>What is known of one model on one logged request.</summary>
/// <param name="Model">The model.</param>
/// <param name="Rate">The probability of knowing it, given that the model was chosen where that is needed; in (0,1].</param>
/// <param name="NeedsChoice">Whether it is known only because the model was chosen.</param>
/// <param name="Value">Quality, or cost in USD.</param>
public readonly record struct Seen(string Model, double Rate, bool NeedsChoice, double Value);
