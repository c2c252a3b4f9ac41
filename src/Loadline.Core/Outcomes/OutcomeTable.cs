namespace Loadline.Core.Outcomes;

/// <summary>An outcome table held in memory: rows by position and by id.</summary>
public sealed class OutcomeTable
{
    private readonly Dictionary<string, OutcomeRow> _byId;

    /// <summary>Takes rows into memory.</summary>
    public OutcomeTable(IReadOnlyList<OutcomeRow> rows, OutcomeTableHeader? header = null)
    {
        Rows = rows;
        Header = header;
        _byId = new Dictionary<string, OutcomeRow>(rows.Count, StringComparer.Ordinal);
        var models = new List<string>();
        foreach (var row in rows)
        {
            if (!_byId.TryAdd(row.Id, row))
            {
                throw new OutcomeTableException($"Row id '{row.Id}' occurs twice. Ids must be unique: rename one of them.");
            }

            foreach (var model in row.Outcomes.Keys)
            {
                if (!models.Contains(model, StringComparer.Ordinal))
                {
                    models.Add(model);
                }
            }
        }

        Models = models;
    }

    /// <summary>Gets the rows, in the file's order.</summary>
    public IReadOnlyList<OutcomeRow> Rows { get; }

    /// <summary>Gets the header line; <see langword="null"/> where the table has none.</summary>
    public OutcomeTableHeader? Header { get; }

    /// <summary>Gets every model some row has an outcome for, in order of first appearance.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The row of an id; <see langword="null"/> where there is none.</summary>
    public OutcomeRow? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads a JSON Lines file, one row a line; blank lines are passed over.</summary>
    /// <exception cref="OutcomeTableException">Lines are not rows; the message names them.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OutcomeTable Load(string path) => Load(path, OutcomeReadOptions.Default);

    /// <inheritdoc cref="Load(string)"/>
    public static OutcomeTable Load(string path, OutcomeReadOptions options)
    {
        using var reader = OutcomeReader.Open(path, options);
        return Read(reader, Path.GetFileName(path));
    }

    /// <summary>Reads JSON Lines from a stream.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">What error messages call the source.</param>
    /// <exception cref="OutcomeTableException">Lines are not rows; the message names them.</exception>
    public static OutcomeTable Read(Stream stream, string name)
    {
        using var reader = new OutcomeReader(stream, name);
        return Read(reader, name);
    }

    private static OutcomeTable Read(OutcomeReader reader, string name)
    {
        List<OutcomeRow> rows = [.. reader.ReadAll()];
        return rows.Count > 0
            ? new OutcomeTable(rows, reader.Header)
            : throw new OutcomeTableException($"{name} holds no rows. An outcome table has one JSON object a line; see docs/outcome-tables.md.");
    }
}
