using System.Globalization;
using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>RouterDC's JSON (shuhao02/RouterDC): one array of <c>{"question": …, "scores": {model: score}, "cluster_id": …}</c>, read item by item.</summary>
/// <remarks>
/// Tasks of probabilities (MMLU, CMMLU, ARC, C-Eval) are binarised by RouterDC's own evaluation: pass <see cref="ImportOptions.Binarise"/>. Its <c>cluster_id</c> numbers
/// clusters of embeddings, not sessions: it is kept as a field of its own and is not our <c>cluster</c>.
/// </remarks>
public sealed class RouterDcImporter : IOutcomeImporter
{
    /// <inheritdoc/>
    public string Format => "routerdc";

    /// <inheritdoc/>
    public IEnumerable<OutcomeRow> Read(string path, ImportOptions options)
    {
        using var stream = File.OpenRead(path);
        var name = Path.GetFileName(path);
        var group = ImportNames.Group(path, options);
        var items = JsonSerializer.DeserializeAsyncEnumerable(stream, ImportJsonContext.Default.JsonElement).ToBlockingEnumerable().GetEnumerator();
        using (items)
        {
            for (var i = 0; Next(items, name, i); i++)
            {
                yield return Row(items.Current, group, i, name, options);
            }
        }
    }

    private static bool Next(IEnumerator<JsonElement> items, string name, int index)
    {
        try
        {
            return items.MoveNext();
        }
        catch (JsonException error)
        {
            throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"{name}: item {index} is not JSON: {error.Message}"), error);
        }
    }

    private static OutcomeRow Row(JsonElement item, string group, int index, string name, ImportOptions options)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{name}: item {index}");
        if (item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("question", out var question) || question.ValueKind != JsonValueKind.String
            || !item.TryGetProperty("scores", out var scores) || scores.ValueKind != JsonValueKind.Object)
        {
            throw new ImportException($"{place} has no `question` with `scores`: it is not RouterDC's format.");
        }

        var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
        foreach (var score in scores.EnumerateObject())
        {
            var model = ImportNames.Model(score.Name, options);
            outcomes[model] = ImportNames.Outcome(model, Grade(score, place, options), options);
        }

        return new OutcomeRow
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{group}/{index}"),
            Group = group,
            Prompt = question.GetString(),
            Outcomes = outcomes,
            Rest = item.TryGetProperty("cluster_id", out var cluster) ? [new KeyValuePair<string, JsonElement>("cluster_id", cluster)] : [],
        };
    }

    private static double Grade(JsonProperty score, string place, ImportOptions options)
    {
        var value = score.Value.ValueKind == JsonValueKind.Number ? score.Value.GetDouble() / (options.Scale ?? 1) : double.NaN;
        return options.Binarise && value >= 0 ? (value > 0 ? 1 : 0)
            : value is >= 0 and <= 1 ? value
            : throw new ImportException($"{place}: the score of '{score.Name}' is {score.Value.GetRawText()}; it must lie in [0,1].");
    }
}
