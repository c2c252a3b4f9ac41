namespace Loadline.Testing;

/// <summary>Token numbers as an OpenAI reply reports them. Nothing is checked: negative and absurd numbers are for tests too.</summary>
/// <param name="PromptTokens">Tokens read, cached ones included.</param>
/// <param name="CompletionTokens">Tokens written, reasoning included; null counts the tokens of the scripted reply.</param>
/// <param name="CachedTokens">Of the prompt, served from the cache.</param>
/// <param name="ReasoningTokens">Of the completion, not shown.</param>
public sealed record FakeUsage(int PromptTokens, int? CompletionTokens = null, int CachedTokens = 0, int ReasoningTokens = 0);
