using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>Reads how one model did.</summary>
internal static class OutcomeParser
{
    public static Outcome? Parse(ref Utf8JsonReader reader, string model, OutcomeReadOptions options, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problems.Add($"the outcome of '{model}' must be an object: {{\"quality\":1}}.");
            reader.Skip();
            return null;
        }

        var before = problems.Count;
        var draft = new OutcomeDraft { Quality = double.NaN };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field(ref reader, ref draft, model, options, problems);
        }

        if (double.IsNaN(draft.Quality) && !options.AllowUngraded && problems.Count == before)
        {
            problems.Add($"`quality` of '{model}' is missing. Give it, or grade the table first: loadline outcomes grade.");
        }

        return problems.Count > before ? null : draft.ToOutcome();
    }

    private static void Field(
        ref Utf8JsonReader reader, ref OutcomeDraft draft, string model, OutcomeReadOptions options, List<string> problems)
    {
        if (reader.ValueTextEquals(OutcomeFields.Quality))
        {
            draft.Quality = Number(ref reader, "quality", model, 1, problems) ?? double.NaN;
        }
        else if (reader.ValueTextEquals(OutcomeFields.Cost))
        {
            draft.Cost = Cost(ref reader, model, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.LatencyMs))
        {
            draft.LatencyMs = Number(ref reader, "latency_ms", model, double.MaxValue, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.TimeToFirstTokenMs))
        {
            draft.TimeToFirstTokenMs = Number(ref reader, "ttft_ms", model, double.MaxValue, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.InputTokens))
        {
            draft.InputTokens = (int?)Number(ref reader, "input_tokens", model, int.MaxValue, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.OutputTokens))
        {
            draft.OutputTokens = (int?)Number(ref reader, "output_tokens", model, int.MaxValue, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Response))
        {
            draft.Response = Response(ref reader, model, options, problems);
        }
        else
        {
            (draft.Rest ??= []).Add(OutcomeRowParser.Unknown(ref reader));
        }
    }

    private static double? Number(ref Utf8JsonReader reader, string name, string model, double most, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && value >= 0 && value <= most)
        {
            return value;
        }

        var range = most switch
        {
            1 => "a number in [0,1]",
            int.MaxValue => "a number of tokens",
            _ => "a number of milliseconds",
        };
        problems.Add($"`{name}` of '{model}' is {Shown(ref reader)}. It must be {range}.");
        return null;
    }

    private static decimal? Cost(ref Utf8JsonReader reader, string model, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var value) && value >= 0)
        {
            return value;
        }

        problems.Add($"`cost` of '{model}' is {Shown(ref reader)}. It must be a number from 0.");
        return null;
    }

    private static string? Response(ref Utf8JsonReader reader, string model, OutcomeReadOptions options, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return options.KeepResponses ? reader.GetString() : null;
        }

        problems.Add($"`response` of '{model}' must be text in quotes.");
        reader.Skip();
        return null;
    }

    private static string Shown(ref Utf8JsonReader reader)
    {
        const int Longest = 40;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return "no number";
        }

        var text = System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private struct OutcomeDraft
    {
        public double Quality;
        public decimal? Cost;
        public double? LatencyMs;
        public double? TimeToFirstTokenMs;
        public int? InputTokens;
        public int? OutputTokens;
        public string? Response;
        public List<KeyValuePair<string, JsonElement>>? Rest;

        public readonly Outcome ToOutcome() => new()
        {
            Quality = Quality,
            Cost = Cost,
            LatencyMs = LatencyMs,
            TimeToFirstTokenMs = TimeToFirstTokenMs,
            InputTokens = InputTokens,
            OutputTokens = OutputTokens,
            Response = Response,
            Rest = Rest ?? (IReadOnlyList<KeyValuePair<string, JsonElement>>)[],
        };
    }
}
