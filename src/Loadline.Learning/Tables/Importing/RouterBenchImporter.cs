using System.Globalization;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>RouterBench's wide CSV (withmartian/routerbench): <c>sample_id, prompt, eval_name</c>, a column a model, <c>model|total_cost</c>, <c>model|model_response</c>.</summary>
public sealed class RouterBenchImporter : IOutcomeImporter
{
    private const string CostEnding = "|total_cost";
    private const string ResponseEnding = "|model_response";

    /// <inheritdoc/>
    public string Format => "routerbench";

    /// <inheritdoc/>
    public IEnumerable<OutcomeRow> Read(string path, ImportOptions options)
    {
        using var csv = new CsvTable(path);
        List<string> models = [.. csv.Header.Where(column => csv.Has(column + CostEnding))];
        if (models.Count == 0)
        {
            throw new ImportException($"{Path.GetFileName(path)} has no column that ends in '{CostEnding}': it is not RouterBench's format.");
        }

        while (csv.Read())
        {
            var outcomes = new Dictionary<string, Outcome>(StringComparer.Ordinal);
            foreach (var column in models)
            {
                if (csv.Grade(column, options) is { } quality)
                {
                    outcomes[ImportNames.Model(column, options)] = new Outcome
                    {
                        Quality = quality,
                        Cost = csv.Amount(column + CostEnding),
                        Response = csv.Has(column + ResponseEnding) ? PythonTexts.Join(csv[column + ResponseEnding]) : null,
                    };
                }
            }

            if (outcomes.Count > 0)
            {
                yield return new OutcomeRow
                {
                    Id = csv["sample_id"],
                    Group = options.Group ?? Group(csv["eval_name"]),
                    Prompt = PythonTexts.Join(csv["prompt"]),
                    Outcomes = outcomes,
                };
            }
        }
    }

    private static string Group(string name) => name.ToLower(CultureInfo.InvariantCulture).Replace('-', '_');
}
