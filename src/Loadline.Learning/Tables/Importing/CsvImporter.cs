using System.Globalization;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>Any CSV, by a mapping from our fields to its columns.</summary>
/// <remarks>
/// Wide, one line a prompt: <c>quality:gpt-4=gpt4_correct</c>, and <c>cost:</c>, <c>response:</c>, <c>latency_ms:</c>, <c>output_tokens:</c> likewise. Long, one line a
/// prompt and model, lines of one prompt together: <c>model=model</c>, <c>quality=score</c>, <c>cost=usd</c>. Both: <c>prompt</c> (needed), <c>id</c>, <c>group</c>,
/// <c>cluster</c>, <c>split</c>, <c>answer</c>.
/// </remarks>
public sealed class CsvImporter : IOutcomeImporter
{
    private static readonly string[] RowFields = ["id", "prompt", "group", "cluster", "split", "answer", "model"];
    private static readonly string[] OutcomeFields = ["quality", "cost", "response", "latency_ms", "output_tokens"];

    /// <inheritdoc/>
    public string Format => "csv";

    /// <inheritdoc/>
    public IEnumerable<OutcomeRow> Read(string path, ImportOptions options)
    {
        var map = Check(options);
        using var csv = new CsvTable(path);
        var name = Path.GetFileNameWithoutExtension(path);
        OutcomeRow? row = null;
        for (var i = 0; csv.Read(); i++)
        {
            var isLong = map.TryGetValue("model", out var modelColumn);
            var next = Row(csv, map, name, i, options);
            if (isLong && row is not null && IsSame(row, next, map))
            {
                next = row;
            }
            else if (row is { Outcomes.Count: > 0 })
            {
                yield return row;
            }

            row = next;
            AddOutcomes(csv, map, isLong ? csv[modelColumn!] : null, row, options);
        }

        if (row is { Outcomes.Count: > 0 })
        {
            yield return row;
        }
    }

    private static Dictionary<string, string> Check(ImportOptions options)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (field, column) in options.Columns)
        {
            var kind = field.Split(':')[0];
            if (!(RowFields.Contains(field, StringComparer.Ordinal) || OutcomeFields.Contains(kind, StringComparer.Ordinal)))
            {
                throw new ImportException(
                    $"'{field}' is no field of a row. Map {string.Join(", ", RowFields)}; and {string.Join(", ", OutcomeFields)}, each with `:model` in a wide file.");
            }

            map[field] = column;
        }

        var isLong = map.ContainsKey("model");
        var hasQuality = isLong ? map.ContainsKey("quality") : map.Keys.Any(field => field.StartsWith("quality:", StringComparison.Ordinal));
        return map.ContainsKey("prompt") && hasQuality ? map : throw new ImportException(
            "Say which columns are the prompt and the grades: --map prompt=question --map quality:gpt-4=gpt4_correct, "
            + "or in a file of one line a model: --map prompt=question --map model=model --map quality=score.");
    }

    private static bool IsSame(OutcomeRow row, OutcomeRow next, Dictionary<string, string> map) =>
        map.ContainsKey("id") ? row.Id == next.Id : row.Prompt == next.Prompt;

    private static OutcomeRow Row(CsvTable csv, Dictionary<string, string> map, string name, int index, ImportOptions options) => new()
    {
        Id = Field(csv, map, "id") ?? string.Create(CultureInfo.InvariantCulture, $"{name}/{index}"),
        Prompt = csv[map["prompt"]],
        Group = options.Group ?? Field(csv, map, "group"),
        Cluster = Field(csv, map, "cluster"),
        Split = Field(csv, map, "split"),
        Outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal),
        Rest = Field(csv, map, "answer") is { } answer
            ? [new("answer", System.Text.Json.JsonSerializer.SerializeToElement(answer, ImportJsonContext.Default.String))] : [],
    };

    private static string? Field(CsvTable csv, Dictionary<string, string> map, string field) =>
        map.TryGetValue(field, out var column) && csv[column] is { Length: > 0 } text ? text : null;

    private static void AddOutcomes(CsvTable csv, Dictionary<string, string> map, string? model, OutcomeRow row, ImportOptions options)
    {
        if (model is not null)
        {
            Add(csv, map, model, "", row, options);
            return;
        }

        foreach (var field in map.Keys.Where(field => field.StartsWith("quality:", StringComparison.Ordinal)))
        {
            var name = field["quality:".Length..];
            Add(csv, map, name, ":" + name, row, options);
        }
    }

    private static void Add(CsvTable csv, Dictionary<string, string> map, string model, string ending, OutcomeRow row, ImportOptions options)
    {
        if (csv.Grade(map["quality" + ending], options) is not { } quality)
        {
            return;
        }

        var name = ImportNames.Model(model, options);
        var outcome = ImportNames.Outcome(name, quality, options) with { Response = Field(csv, map, "response" + ending) };
        outcome = outcome with
        {
            Cost = map.TryGetValue("cost" + ending, out var cost) ? csv.Amount(cost) : outcome.Cost,
            LatencyMs = map.TryGetValue("latency_ms" + ending, out var latency) ? (double?)csv.Amount(latency) : null,
            OutputTokens = map.TryGetValue("output_tokens" + ending, out var tokens) ? (int?)csv.Amount(tokens) : null,
        };
        if (!row.Outcomes.TryAdd(name, outcome))
        {
            throw csv.Error($"'{name}' has two outcomes for the prompt '{row.Id}'.");
        }
    }
}
