using System.Buffers;
using System.Text;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Training;

/// <summary>The text and surroundings of an outcome row as the gateway would see them.</summary>
internal static class RowText
{
    /// <summary>All text that tells rows apart.</summary>
    public static string Of(OutcomeRow row) => row.Prompt ?? row.Messages?.GetRawText() ?? Convert.ToBase64String(row.Features!.Data.Span);

    /// <summary>Extracts the row's features: a plain prompt is one user message, a conversation goes through the gateway's own scanner.</summary>
    public static void Extract(OutcomeRow row, RequestFacts facts, FeatureVector into)
    {
        if (row.Prompt is { } prompt)
        {
            var bytes = Encoding.UTF8.GetBytes(prompt);
            FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), into);
            return;
        }

        if (row.Features is { } stored && row.Messages is null)
        {
            FeatureCode.Decode(stored.Data.Span, into);
            return;
        }

        var body = Body(row);
        facts.Reset(body);
        ChatRequestScanner.Scan(facts);
        FeatureExtractor.Extract(facts.Text().LastUser, ConversationFacts.Of(facts), into);
    }

    /// <summary>The row's last user message, UTF-8; empty where it has none, or only its features were kept.</summary>
    public static ReadOnlySpan<byte> LastUser(OutcomeRow row, RequestFacts facts)
    {
        if (row.Prompt is { } prompt)
        {
            return Encoding.UTF8.GetBytes(prompt);
        }

        if (row.Messages is null)
        {
            return [];
        }

        var body = Body(row);
        facts.Reset(body);
        ChatRequestScanner.Scan(facts);
        return facts.Text().LastUser;
    }

    private static ReadOnlyMemory<byte> Body(OutcomeRow row)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("model", "auto");
        json.WritePropertyName("messages");
        row.Messages!.Value.WriteTo(json);
        if (row.Tools is { } tools)
        {
            json.WritePropertyName("tools");
            tools.WriteTo(json);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
