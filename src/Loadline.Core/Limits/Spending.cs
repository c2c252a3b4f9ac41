namespace Loadline.Core.Limits;

/// <summary>Money spent by one subject in one calendar period.</summary>
/// <param name="Subject">Whose: <c>key ID</c>, <c>team NAME</c>, <c>route NAME</c>, <c>model NAME</c>.</param>
/// <param name="Window">The period's kind.</param>
/// <param name="Start">When it began.</param>
/// <param name="Nano">Billionths of a USD.</param>
public readonly record struct Spending(string Subject, LimitWindow Window, DateTimeOffset Start, long Nano);
