using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>Reads one line into a row, or says everything that is wrong with it; the only reader of rows there is.</summary>
internal sealed class OutcomeRowParser(OutcomeReadOptions options)
{
    private readonly NamePool _names = new();
    private readonly NamePool _labels = new();
    private byte[] _scratch = new byte[256];

    /// <summary>Reads a row.</summary>
    /// <param name="line">One JSON object.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>The row; <see langword="null"/> where something was wrong.</returns>
    public OutcomeRow? Parse(ReadOnlySpan<byte> line, List<string> problems)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            var row = Row(ref reader, problems);
            while (reader.Read())
            {
                // Reading on makes the reader refuse whatever follows the object.
            }

            return problems.Count > 0 ? null : row?.Id.Length > 0 ? row : Named(row);
        }
        catch (JsonException error)
        {
            problems.Clear();
            problems.Add($"not one JSON object: {Sentence(error.Message)}");
            return null;
        }
    }

    // Eighty bits of the prompt's key: the same prompt gets the same id in every run.
    private static OutcomeRow? Named(OutcomeRow? row) =>
        row is null ? null : row with { Id = (PromptKey.Of(row) >> 48).ToString("x20", CultureInfo.InvariantCulture) };

    private OutcomeRow? Row(ref Utf8JsonReader reader, List<string> problems)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            problems.Add("not a JSON object. Write one row a line: {\"id\":\"1\",\"prompt\":\"…\",\"outcomes\":{\"model\":{\"quality\":1}}}.");
            reader.Skip();
            return null;
        }

        var draft = default(RowDraft);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Field(ref reader, ref draft, problems);
        }

        return Check(in draft, problems);
    }

    private void Field(ref Utf8JsonReader reader, ref RowDraft draft, List<string> problems)
    {
        if (reader.ValueTextEquals(OutcomeFields.Id))
        {
            draft.Id = Text(ref reader, "id", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Prompt))
        {
            draft.Prompt = Text(ref reader, "prompt", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Outcomes))
        {
            draft.Outcomes = Outcomes(ref reader, problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Group))
        {
            draft.Group = Label(ref reader, "group", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Split))
        {
            draft.Split = Label(ref reader, "split", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Cluster))
        {
            draft.Cluster = Text(ref reader, "cluster", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Messages))
        {
            draft.Messages = List(ref reader, "messages", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Tools))
        {
            draft.Tools = List(ref reader, "tools", problems);
        }
        else if (reader.ValueTextEquals(OutcomeFields.Features))
        {
            draft.Features = Stored(ref reader, problems);
        }
        else
        {
            (draft.Rest ??= []).Add(Unknown(ref reader));
        }
    }

    private OutcomeRow? Check(in RowDraft draft, List<string> problems)
    {
        if (draft.Rest is { } rest && rest.Exists(field => field.Key == OutcomeTableHeader.VersionField))
        {
            problems.Add("a table's header belongs on the first line only. Take this line out.");
            return null;
        }

        if (string.IsNullOrEmpty(draft.Id) && !options.PromptsOnly && !problems.Exists(problem => problem.StartsWith("`id`", StringComparison.Ordinal)))
        {
            problems.Add("`id` is missing. Give every row an id of its own.");
        }

        if (draft.Prompt is null && draft.Messages is null && (draft.Features is null || options.PromptsOnly))
        {
            problems.Add("the row has neither `prompt` nor `messages`. Give it one of them.");
        }

        var outcomes = draft.Outcomes;
        if (outcomes is null or { Count: 0 } && !options.PromptsOnly)
        {
            problems.Add("`outcomes` names no model. Give at least one model with its `quality`.");
            return null;
        }

        return problems.Count > 0 ? null : new OutcomeRow
        {
            Id = draft.Id ?? "",
            Group = draft.Group,
            Prompt = draft.Prompt,
            Messages = draft.Messages,
            Tools = draft.Tools,
            Features = draft.Features,
            Split = draft.Split,
            Cluster = draft.Cluster,
            Outcomes = outcomes ?? new Dictionary<string, Outcome>(StringComparer.Ordinal),
            Rest = draft.Rest ?? (IReadOnlyList<KeyValuePair<string, JsonElement>>)[],
        };
    }

    private Dictionary<string, Outcome>? Outcomes(ref Utf8JsonReader reader, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            problems.Add("`outcomes` must be an object of models: {\"model\":{\"quality\":1}}.");
            reader.Skip();
            return null;
        }

        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var model = Pooled(ref reader, _names);
            if (OutcomeParser.Parse(ref reader, model, options, problems) is { } outcome && !outcomes.TryAdd(model, outcome))
            {
                problems.Add($"'{model}' occurs twice in `outcomes`. Keep one of them.");
            }
        }

        return outcomes;
    }

    private static string? Text(ref Utf8JsonReader reader, string name, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return reader.GetString();
        }

        problems.Add($"`{name}` must be text in quotes.");
        reader.Skip();
        return null;
    }

    private string? Label(ref Utf8JsonReader reader, string name, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return Pooled(ref reader, _labels);
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            problems.Add($"`{name}` must be text in quotes.");
            reader.Skip();
        }

        return null;
    }

    private static JsonElement? List(ref Utf8JsonReader reader, string name, List<string> problems)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return JsonElement.ParseValue(ref reader);
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            problems.Add($"`{name}` must be a list.");
            reader.Skip();
        }

        return null;
    }

    private static StoredFeatures? Stored(ref Utf8JsonReader reader, List<string> problems)
    {
        reader.Read();
        var value = JsonElement.ParseValue(ref reader);
        if (value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("schema", out var schema) && schema.ValueKind == JsonValueKind.Number && schema.TryGetInt32(out var version)
            && value.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes))
        {
            return new StoredFeatures(version, bytes);
        }

        if (value.ValueKind != JsonValueKind.Null)
        {
            problems.Add("`features` must be what `loadline outcomes from-ledger` writes: {\"schema\":1,\"data\":\"…\"}, Base64.");
        }

        return null;
    }

    private string Pooled(ref Utf8JsonReader reader, NamePool pool)
    {
        if (!reader.ValueIsEscaped)
        {
            return pool.Get(reader.ValueSpan);
        }

        if (_scratch.Length < reader.ValueSpan.Length)
        {
            _scratch = new byte[reader.ValueSpan.Length];
        }

        return pool.Get(_scratch.AsSpan(0, reader.CopyString(_scratch)));
    }

    internal static KeyValuePair<string, JsonElement> Unknown(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        return new KeyValuePair<string, JsonElement>(name, JsonElement.ParseValue(ref reader));
    }

    // The parser's own messages end in its position, which names line 0 of a one-line text.
    private static string Sentence(string message) => message.Replace("LineNumber: 0 | ", "", StringComparison.Ordinal);

    private struct RowDraft
    {
        public string? Id;
        public string? Group;
        public string? Prompt;
        public JsonElement? Messages;
        public JsonElement? Tools;
        public StoredFeatures? Features;
        public string? Split;
        public string? Cluster;
        public Dictionary<string, Outcome>? Outcomes;
        public List<KeyValuePair<string, JsonElement>>? Rest;
    }
}
