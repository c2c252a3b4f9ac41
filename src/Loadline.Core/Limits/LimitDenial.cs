namespace Loadline.Core.Limits;

/// <summary>Why a request was not let in.</summary>
/// <param name="Subject">Whose limit it is: <c>key NAME</c>, <c>team NAME</c>, <c>route NAME</c>, <c>model NAME</c>.</param>
/// <param name="Limit">The limit that would have been passed.</param>
/// <param name="RetryAfter">When the same request could be let in, if nothing else came meanwhile.</param>
public readonly record struct LimitDenial(string Subject, UsageLimit Limit, TimeSpan RetryAfter)
{
    /// <summary>Gets a value indicating whether money ran out, not speed.</summary>
    public bool IsBudget => Limit.Of == LimitedUse.Budget;

    /// <summary>Gets a value indicating whether the money is not spent but held by other replicas, or not asked for yet.</summary>
    public bool IsHeldElsewhere { get; init; }
}
