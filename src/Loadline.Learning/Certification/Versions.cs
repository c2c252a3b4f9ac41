using Loadline.Core.Outcomes;

namespace Loadline.Learning.Certification;

/// <summary>Refuses tables whose models are not one version at one price: such a mean belongs to no route that can be served.</summary>
internal static class Versions
{
    private static readonly string[] Fields = ["model", "model_version", "version", "price", "price_snapshot"];

    public static void Check(IReadOnlyList<OutcomeTable> tables)
    {
        var notes = tables.Select(table => table.Header?.Candidates?.GetRawText()).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        if (notes > 1)
        {
            throw new CertifyException(
                "The tables' headers say different things of their candidates (versions, deployments or prices). Certify on one of them, or collect again.");
        }

        if (tables.Select(table => table.Header?.Unit ?? "USD").Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            throw new CertifyException("The tables count costs in different units. Certify on tables of one unit.");
        }

        var seen = new Dictionary<(string Model, string Field), string>();
        foreach (var (model, outcome) in tables.SelectMany(table => table.Rows).SelectMany(row => row.Outcomes))
        {
            foreach (var (field, value) in outcome.Rest.Where(pair => Fields.Contains(pair.Key, StringComparer.Ordinal)))
            {
                if (seen.TryGetValue((model, field), out var first) && first != value.GetRawText())
                {
                    throw new CertifyException(
                        $"The outcomes of {model} mix `{field}` {first} and {value.GetRawText()}. Certify on rows of the one that serves.");
                }

                seen[(model, field)] = value.GetRawText();
            }
        }
    }
}
