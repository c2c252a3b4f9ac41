namespace Loadline.Core.Ledger;

/// <summary>One served answer that was graded against the reference's.</summary>
/// <param name="DecisionId">The decision that is audited; one audit each.</param>
/// <param name="Time">When it was graded.</param>
/// <param name="Route">The route.</param>
/// <param name="Served">The model that served.</param>
/// <param name="Reference">The model it was compared with.</param>
/// <param name="ServedQuality">The served answer's grade, in [0,1].</param>
/// <param name="ReferenceQuality">The reference's grade, in [0,1].</param>
/// <param name="Rate">The probability with which this request was picked, in (0,1].</param>
/// <param name="Judge">Who graded.</param>
/// <param name="CostUsd">What the audit itself cost, in USD; <see langword="null"/> where unknown.</param>
public sealed record AuditRecord(
    string DecisionId,
    DateTimeOffset Time,
    string Route,
    string Served,
    string Reference,
    double ServedQuality,
    double ReferenceQuality,
    double Rate,
    string Judge,
    decimal? CostUsd);
