using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Wire.Drafts;

/// <summary>Finds the log-probabilities of tokens in a reply or a chunk of one, wherever a dialect puts them.</summary>
/// <remarks>
/// OpenAI Chat: <c>choices[].logprobs.content[].logprob</c> with <c>top_logprobs</c>; Responses: <c>logprobs[].logprob</c>; Gemini:
/// <c>avgLogprobs</c>. Alternatives lie inside <c>top_logprobs</c> and are no tokens of the answer.
/// </remarks>
internal static class LogprobScanner
{
    private const int MostAlternatives = 20;

    /// <summary>Adds what one JSON text holds; what is no JSON adds nothing.</summary>
    public static void Scan(ReadOnlySpan<byte> json, TokenLogprobs to)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (json.IndexOf("ogprobs\""u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            Scan(ref reader, to);
        }
        catch (JsonException)
        {
            // Damaged chunks are judged where the reply is read.
        }
    }

    private static void Scan(ref Utf8JsonReader reader, TokenLogprobs to)
    {
        Span<double> alternatives = stackalloc double[MostAlternatives];
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.ValueTextEquals("top_logprobs"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray && ReadAlternatives(ref reader, alternatives) is > 0 and var count)
                {
                    to.AddAlternatives(alternatives[..count]);
                }
            }
            else if (reader.ValueTextEquals("logprob"u8) && reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                to.Add(reader.GetDouble());
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("avgLogprobs"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.Number)
            {
                to.SetAverage(reader.GetDouble());
            }
        }
    }

    private static int ReadAlternatives(ref Utf8JsonReader reader, scoped Span<double> to)
    {
        var count = 0;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("logprob"u8)
                && reader.Read() && reader.TokenType == JsonTokenType.Number && count < to.Length)
            {
                to[count++] = reader.GetDouble();
            }
        }

        return count;
    }
}
