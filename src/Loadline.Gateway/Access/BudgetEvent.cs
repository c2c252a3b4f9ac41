namespace Loadline.Gateway.Access;

/// <summary>Something that happened to a budget, as it is posted to the webhook.</summary>
/// <param name="Id">26 characters, sortable by time (a ULID).</param>
/// <param name="Time">When.</param>
/// <param name="Kind"><see cref="ShareReached"/> or <see cref="Exhausted"/>.</param>
/// <param name="Budget">Whose: <c>key ID</c>, <c>team NAME</c>, <c>route NAME</c>, <c>model NAME</c>.</param>
/// <param name="Key">The key's name; <see langword="null"/> where it is no key's.</param>
/// <param name="Limit">As it is written: <c>500/month</c>.</param>
/// <param name="Start">When the period under way began (UTC).</param>
/// <param name="Share">The share of the budget that was reached; <see langword="null"/> where it is exhausted.</param>
/// <param name="LimitUsd">The budget.</param>
/// <param name="SpentUsd">What is spent of it.</param>
/// <param name="Why">The same in a sentence.</param>
internal sealed record BudgetEvent(
    string Id, DateTimeOffset Time, string Kind, string Budget, string? Key, string Limit, DateTimeOffset Start, double? Share, decimal LimitUsd, decimal SpentUsd, string Why)
{
    /// <summary>A share of <c>server.budget_alerts</c> is spent.</summary>
    public const string ShareReached = "budget-share";

    /// <summary>What is left did not cover a request, which was refused or degraded.</summary>
    public const string Exhausted = "budget-exhausted";
}
