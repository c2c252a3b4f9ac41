using System.Text.Json;

namespace Loadline.Wire.Drafts;

/// <summary>Asks a Chat Completions upstream for log-probabilities that the caller did not ask for.</summary>
public static class LogprobsWish
{
    private static readonly byte[] Tokens = [.. "\"logprobs\":true"u8];
    private static readonly byte[] Alternatives = [.. "\"logprobs\":true,\"top_logprobs\":5"u8];

    /// <summary>Gives the members to insert into a request.</summary>
    /// <param name="alternatives">Whether alternatives are wanted, too.</param>
    /// <param name="body">The caller's body, which may have members of these names; empty where it has none.</param>
    /// <returns>Empty where the caller's own wish stands: what it asks for or forbids is its business.</returns>
    public static ReadOnlyMemory<byte> Member(bool alternatives, ReadOnlySpan<byte> body) =>
        Has(body) ? default : alternatives ? Alternatives : Tokens;

    private static bool Has(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("logprobs\""u8) < 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 256 });
        try
        {
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 }
                    && (reader.ValueTextEquals("logprobs"u8) || reader.ValueTextEquals("top_logprobs"u8)))
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // The scan let it pass, so it is read another way upstream; nothing is added to what is not understood.
            return true;
        }

        return false;
    }
}
