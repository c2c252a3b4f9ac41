namespace Loadline.Learning.WhatIf;

/// <summary>How often a model is chosen.</summary>
/// <param name="Model">The model.</param>
/// <param name="Logged">Its share of what was chosen.</param>
/// <param name="Asked">Its share of what the other config would choose.</param>
public sealed record ModelShares(string Model, double Logged, double Asked);
