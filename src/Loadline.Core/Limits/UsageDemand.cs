namespace Loadline.Core.Limits;

/// <summary>What a request is expected to use, when it asks to be let in; and what it used, when it leaves.</summary>
/// <param name="Tokens">Prompt and generated tokens.</param>
/// <param name="Nano">Cost in billionths of a USD; when asking, the most it can cost, with every attempt that may be made.</param>
public readonly record struct UsageDemand(long Tokens, long Nano);
