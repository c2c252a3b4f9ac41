namespace Loadline.Learning.WhatIf;

/// <summary>What came of asking about one setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Report">What it would have done; <see langword="null"/> where a log cannot show that.</param>
/// <param name="Refusal">Why not; empty where there is a report.</param>
public sealed record WhatIfOutcome(WhatIfSetting Setting, WhatIfReport? Report, string Refusal);
