namespace Loadline.Core.Keys;

/// <summary>One limit of a key.</summary>
/// <param name="Of">What it counts: <c>requests</c>, <c>tokens</c>, <c>cost</c>, <c>concurrency</c> or <c>budget</c>.</param>
/// <param name="Most">As it is written: <c>60/minute</c>.</param>
public sealed record KeyLimitReport(string Of, string Most);
