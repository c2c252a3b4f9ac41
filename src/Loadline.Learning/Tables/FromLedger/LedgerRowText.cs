using System.Text.Json;
using Loadline.Core.Ledger;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;

namespace Loadline.Learning.Tables.FromLedger;

/// <summary>What a decision was asked: its conversation where that was kept, else its features.</summary>
internal static class LedgerRowText
{
    /// <summary>Gives a row its text or its features.</summary>
    /// <returns><see langword="null"/> where the ledger has neither.</returns>
    public static OutcomeRow? Fill(OutcomeRow row, LedgerEntry entry, bool featuresOnly)
    {
        if (!featuresOnly && entry.Content is { } content && Conversation(row, content.Request) is { } withText)
        {
            return withText;
        }

        var code = SignalFeatures.OfPredictors(entry.Decision.Features);
        return code.IsEmpty || FeatureCode.SchemaOf(code.Span) != FeatureSchema.Version
            ? null
            : row with { Features = new StoredFeatures(FeatureSchema.Version, code) };
    }

    // A body that was cut is no JSON any more; its features were taken of the whole.
    private static OutcomeRow? Conversation(OutcomeRow row, ReadOnlyMemory<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            var request = JsonElement.ParseValue(ref reader);
            if (request.ValueKind != JsonValueKind.Object
                || !request.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            var tools = request.TryGetProperty("tools", out var offered) && offered.ValueKind == JsonValueKind.Array ? offered : default(JsonElement?);
            return row with { Messages = messages, Tools = tools };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
