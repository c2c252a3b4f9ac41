using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>The formats that can be imported.</summary>
public static class Importers
{
    /// <summary>Gets every importer.</summary>
    public static IReadOnlyList<IOutcomeImporter> All { get; } =
        [new RouteLlmImporter(), new RouterBenchImporter(), new RouterDcImporter(), new CsvImporter()];

    /// <summary>The importer of a format as <c>loadline outcomes import --format</c> names it; <see langword="null"/> where there is none.</summary>
    public static IOutcomeImporter? Find(string format) => All.FirstOrDefault(importer => importer.Format == format);

    /// <summary>Reads files as one table: ids become unique, excluded prompts are left out.</summary>
    /// <exception cref="ImportException">A file is malformed.</exception>
    public static IEnumerable<OutcomeRow> Read(IOutcomeImporter importer, IEnumerable<string> paths, ImportOptions options)
    {
        var ids = new HashSet<UInt128>();
        foreach (var row in paths.SelectMany(path => importer.Read(path, options)))
        {
            if (options.Excluded.Contains(PromptKey.Of(row)))
            {
                continue;
            }

            var id = row.Id;
            for (var again = 2; !ids.Add(TableKeys.OfId(id)); again++)
            {
                id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{row.Id}#{again}");
            }

            yield return row with { Id = id };
        }
    }
}
