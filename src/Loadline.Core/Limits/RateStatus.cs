namespace Loadline.Core.Limits;

/// <summary>How a rate limit stands.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Left">What could be used at once; billionths of a USD for a limit on cost.</param>
/// <param name="UntilFull">When all of it could be.</param>
public readonly record struct RateStatus(UsageLimit Limit, long Left, TimeSpan UntilFull);
