using System.Globalization;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>RouteLLM's evaluation files (lm-sys/RouteLLM, <c>routellm/evals</c>).</summary>
/// <remarks>
/// MMLU and GSM8K: CSV of <c>prompt</c>, a column a model with True or False, and perhaps <c>model_response</c>; the group is the file's
/// name. MT-Bench: <c>judgements.jsonl</c> (<see cref="MtBenchJudgements"/>).
/// </remarks>
public sealed class RouteLlmImporter : IOutcomeImporter
{
    private const string ResponseEnding = "_response";

    /// <inheritdoc/>
    public string Format => "routellm";

    /// <inheritdoc/>
    public IEnumerable<OutcomeRow> Read(string path, ImportOptions options) =>
        path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? MtBenchJudgements.Read(path, options) : ReadCsv(path, options);

    private static IEnumerable<OutcomeRow> ReadCsv(string path, ImportOptions options)
    {
        using var csv = new CsvTable(path);
        csv.Require("prompt");
        List<string> models = [.. csv.Header.Where(column => column.Length > 0 && column != "prompt" && !column.EndsWith(ResponseEnding, StringComparison.Ordinal))];
        var group = ImportNames.Group(path, options);
        for (var i = 0; csv.Read(); i++)
        {
            var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
            foreach (var column in models)
            {
                if (csv.Grade(column, options) is { } quality)
                {
                    var model = ImportNames.Model(column, options);
                    var response = csv.Has(column + ResponseEnding) ? csv[column + ResponseEnding] : null;
                    outcomes[model] = ImportNames.Outcome(model, quality, options) with { Response = response };
                }
            }

            if (outcomes.Count > 0)
            {
                yield return new OutcomeRow
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{group}/{i}"),
                    Group = group,
                    Prompt = csv["prompt"],
                    Outcomes = outcomes,
                };
            }
        }
    }
}
