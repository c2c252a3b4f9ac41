namespace Loadline.Wire.OpenAI;

/// <summary>What of the caller's body must differ for one upstream.</summary>
/// <param name="QuotedModel">The upstream's model name as a JSON string in UTF-8, quotes included; empty: leave the caller's.</param>
/// <param name="QuotedEffort">The candidate's reasoning effort as a JSON string in UTF-8, quotes included; empty: leave the caller's.</param>
/// <param name="AskUsage">Whether a stream must carry usage even though the caller did not ask for it.</param>
public readonly record struct UpstreamEdits(ReadOnlyMemory<byte> QuotedModel, ReadOnlyMemory<byte> QuotedEffort, bool AskUsage)
{
    /// <summary>Gets the most tokens the candidate generates, in digits, where the caller asks for more; empty: leave the caller's.</summary>
    public ReadOnlyMemory<byte> MaxOutputTokens { get; init; }
}
