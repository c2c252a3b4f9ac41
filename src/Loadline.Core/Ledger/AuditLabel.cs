namespace Loadline.Core.Ledger;

/// <summary>What a person says of an audited request's two answers.</summary>
/// <param name="DecisionId">The audit's decision.</param>
/// <param name="Time">When it was said.</param>
/// <param name="ServedQuality">The grade of what was served, or would have been, in [0,1].</param>
/// <param name="ReferenceQuality">The reference's grade, in [0,1].</param>
/// <param name="By">Who says so.</param>
public sealed record AuditLabel(string DecisionId, DateTimeOffset Time, double ServedQuality, double ReferenceQuality, string By)
{
    /// <summary>Gets what they added in words; <see langword="null"/>: nothing.</summary>
    public string? Comment { get; init; }
}
