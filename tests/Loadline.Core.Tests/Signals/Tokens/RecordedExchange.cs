namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>One recorded call with its usage numbers: what was sent and what came back, as far as text goes.</summary>
internal sealed record RecordedExchange
{
    public required string Source { get; init; }

    public required string Model { get; init; }

    /// <summary>Gets the request's body as it was sent.</summary>
    public string Body { get; init; } = "";

    /// <summary>Gets the request's parts; null where it holds what is not text (images, files, provider-side tools, hidden reasoning).</summary>
    public RecordedRequest? Request { get; init; }

    /// <summary>Gets the reply's text; empty where the reply holds anything else (tool calls, reasoning).</summary>
    public required string Reply { get; init; }

    public int InputTokens { get; init; }

    public int OutputTokens { get; init; }

    /// <summary>Gets whether the conversation is of the half that no weight was fitted on.</summary>
    /// <remarks>By FNV-1a of the first user message: the same prompt sent to many models falls on one side.</remarks>
    public bool HeldOut => (Fnv(Normalise(Request is { FirstUserText.Length: > 0 } r ? r.FirstUserText : Reply)) & 1) == 1;

    public string Family => Model switch
    {
        _ when Model.Contains("claude", StringComparison.Ordinal) => "claude",
        _ when Model.Contains("gemini", StringComparison.Ordinal) => "gemini",
        _ when Model.Contains("gpt-oss", StringComparison.Ordinal) => "gpt-oss",
        _ when Model.Contains("gpt", StringComparison.Ordinal) => "openai",
        _ => "other",
    };

    private static string Normalise(string text)
    {
        var words = string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return words[..Math.Min(words.Length, 200)];
    }

    private static ulong Fnv(string text)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var value in System.Text.Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 0x100000001B3UL;
        }

        return hash;
    }
}
