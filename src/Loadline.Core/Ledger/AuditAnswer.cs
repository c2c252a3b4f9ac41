namespace Loadline.Core.Ledger;

/// <summary>One candidate's answer to an audited request.</summary>
/// <param name="Model">The candidate.</param>
/// <param name="Quality">Its grade, in [0,1].</param>
/// <param name="CostUsd">What the answer cost, in USD; <see langword="null"/> where unknown.</param>
public sealed record AuditAnswer(string Model, double Quality, decimal? CostUsd);
