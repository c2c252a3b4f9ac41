namespace Loadline.Core.Limits;

/// <summary>What calls of a model may use together.</summary>
/// <param name="Subject">What meters call it: <c>model NAME</c>.</param>
/// <param name="Limits">The limits.</param>
public sealed record ModelUse(string Subject, IReadOnlyList<UsageLimit> Limits)
{
    /// <summary>Gets a value indicating whether it counts money, so that no call without a known price may be made.</summary>
    public bool CountsMoney { get; } = Limits.Any(limit => limit.Of is LimitedUse.Cost or LimitedUse.Budget);
}
