namespace Loadline.Core.Ledger;

/// <summary>One answer that was graded beside the reference's.</summary>
/// <param name="DecisionId">The decision that is audited; one audit each.</param>
/// <param name="Time">When it was graded.</param>
/// <param name="Route">The route.</param>
/// <param name="Served">The model that served; for <see cref="AuditKind.Reverse"/> the one that routing would have let serve.</param>
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
    decimal? CostUsd)
{
    /// <summary>Gets why the request was audited.</summary>
    public AuditKind Kind { get; init; }

    /// <summary>Gets the probability with which it was drawn for a person's label, whatever was found; 0 where it was not drawn.</summary>
    public double LabelRate { get; init; }

    /// <summary>Gets a value indicating whether a person is asked for a label: it was drawn, or the two answers' grades differ by half or more.</summary>
    public bool WantsLabel { get; init; }

    /// <summary>Gets the label; <see langword="null"/> before a person gave one.</summary>
    public AuditLabel? Label { get; init; }

    /// <summary>Gets what strata, shifts and reverse audits need beside the grades.</summary>
    public AuditDetails Details { get; init; } = new();

    /// <summary>Gets the answer that was made for the audit alone, as text in UTF-8; empty unless content is kept and was asked for.</summary>
    public ReadOnlyMemory<byte> OtherAnswer { get; init; }

    /// <summary>Gets the grade that counts: the person's where there is one.</summary>
    public double BestServedQuality => Label?.ServedQuality ?? ServedQuality;

    /// <summary>Gets the reference's grade that counts: the person's where there is one.</summary>
    public double BestReferenceQuality => Label?.ReferenceQuality ?? ReferenceQuality;
}
