namespace Loadline.Core.Ledger;

/// <summary>An audit that was given a label.</summary>
/// <param name="Audit">The audit, with the label.</param>
/// <param name="IsFirst">Whether it had none before: a correction counts once.</param>
public sealed record LabelledAudit(AuditRecord Audit, bool IsFirst);
