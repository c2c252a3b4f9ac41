using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.FromLedger;

/// <summary>The outcomes that a ledger knows of one decision: of the model that served, and of the reference where an audit asked it.</summary>
internal static class LedgerOutcomes
{
    /// <summary>Joins a decision with what was said of it.</summary>
    /// <param name="decision">One that was served.</param>
    /// <param name="audit">Its audit, if any.</param>
    /// <param name="feedback">The mean of its feedback, if any.</param>
    /// <param name="preferFeedback">Whether feedback goes before the audit's grade.</param>
    /// <returns>Empty where nobody graded it.</returns>
    public static Dictionary<string, Outcome> Of(DecisionRecord decision, AuditRecord? audit, double? feedback, bool preferFeedback)
    {
        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        var served = decision.Served!;
        var quality = preferFeedback ? feedback ?? audit?.ServedQuality : audit?.ServedQuality ?? feedback;
        if (quality is { } known)
        {
            outcomes[served] = Served(decision, served, known);
        }

        if (audit is not null && audit.Reference != served)
        {
            outcomes[audit.Reference] = new Outcome { Quality = audit.ReferenceQuality, Cost = ReferenceCost(decision, audit) };
        }

        return outcomes;
    }

    /// <summary>Makes the row's remaining fields: what a later reader needs to weigh it.</summary>
    public static List<KeyValuePair<string, JsonElement>> Rest(DecisionRecord decision, AuditRecord? audit)
    {
        var rest = new List<KeyValuePair<string, JsonElement>>
        {
            new("served", JsonSerializer.SerializeToElement(decision.Served!, FromLedgerJsonContext.Default.String)),
        };
        if (decision.Propensity < 1)
        {
            rest.Add(new("propensity", JsonSerializer.SerializeToElement(decision.Propensity, FromLedgerJsonContext.Default.Double)));
        }

        if (audit is not null)
        {
            rest.Add(new("audit_rate", JsonSerializer.SerializeToElement(audit.Rate, FromLedgerJsonContext.Default.Double)));
            rest.Add(new("judge", JsonSerializer.SerializeToElement(audit.Judge, FromLedgerJsonContext.Default.String)));
        }

        return rest;
    }

    // The answer's own cost and times: what failed attempts before it cost is no trait of the model.
    private static Outcome Served(DecisionRecord decision, string served, double quality)
    {
        var attempt = decision.Attempts.LastOrDefault(attempt => attempt.Model == served && attempt.Outcome == "ok");
        return new Outcome
        {
            Quality = quality,
            Cost = attempt?.CostUsd ?? (decision.Attempts.Count == 1 ? decision.CostUsd : null),
            LatencyMs = attempt?.DurationMs,
            TimeToFirstTokenMs = attempt?.TimeToFirstTokenMs is > 0 ? attempt.TimeToFirstTokenMs : null,
            InputTokens = (int?)decision.Usage?.Input,
            OutputTokens = (int?)decision.Usage?.Output,
        };
    }

    // For the tokens that were served: what the audit's own answer cost is kept together with its judge's fee, so it cannot be told apart.
    private static decimal? ReferenceCost(DecisionRecord decision, AuditRecord audit) =>
        decision.Reference == audit.Reference ? decision.ReferenceCostUsd : null;
}
