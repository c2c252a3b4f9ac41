using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>An outcome table held in memory: rows by position and by id.</summary>
public sealed class OutcomeTable
{
    private readonly Dictionary<string, OutcomeRow> _byId;

    public OutcomeTable(IReadOnlyList<OutcomeRow> rows)
    {
        Rows = rows;
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

    public IReadOnlyList<OutcomeRow> Rows { get; }

    /// <summary>Gets every model some row has an outcome for, in order of first appearance.</summary>
    public IReadOnlyList<string> Models { get; }

    public OutcomeRow? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads a JSON Lines file, one row a line; blank lines are passed over.</summary>
    /// <exception cref="OutcomeTableException">A line is not a row; the message names it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OutcomeTable Load(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, Path.GetFileName(path));
    }

    /// <summary>Reads JSON Lines from a stream.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="name">What error messages call the source.</param>
    /// <exception cref="OutcomeTableException">A line is not a row; the message names it.</exception>
    public static OutcomeTable Read(Stream stream, string name)
    {
        var rows = new List<OutcomeRow>();
        using var reader = new StreamReader(stream);
        for (var line = 1; reader.ReadLine() is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                rows.Add(Parse(text, name, line));
            }
        }

        return rows.Count > 0
            ? new OutcomeTable(rows)
            : throw new OutcomeTableException($"{name} holds no rows. An outcome table has one JSON object a line; see docs/outcome-tables.md.");
    }

    // The parser counts lines within the row, which is always its only one: that tail would contradict the line named above.
    private static string Plain(JsonException error) =>
        error.Message.IndexOf(" Path: ", StringComparison.Ordinal) is var path and > 0 ? error.Message[..path]
        : error.Message.IndexOf(" LineNumber: ", StringComparison.Ordinal) is var tail and > 0 ? error.Message[..tail] : error.Message;

    private static OutcomeRow Parse(string text, string name, int line)
    {
        OutcomeRow? row;
        try
        {
            row = JsonSerializer.Deserialize(text, OutcomesJsonContext.Default.OutcomeRow);
        }
        catch (JsonException error)
        {
            throw new OutcomeTableException($"{name}:{line}: not an outcome row: {Plain(error)}", error);
        }

        if (row is null || (row.Prompt is null && row.Messages is null))
        {
            throw new OutcomeTableException($"{name}:{line}: the row has neither `prompt` nor `messages`. Give it one of them.");
        }

        if (row.Outcomes.Count == 0)
        {
            throw new OutcomeTableException($"{name}:{line}: `outcomes` names no model. Give at least one model with its `quality`.");
        }

        foreach (var (model, outcome) in row.Outcomes)
        {
            if (outcome.Quality is not (>= 0 and <= 1))
            {
                throw new OutcomeTableException($"{name}:{line}: quality of '{model}' is {outcome.Quality}. It must lie in [0,1].");
            }
        }

        return row;
    }
}
