using System.Buffers;
using System.Runtime.InteropServices;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Finds prompts that occur more than once, in one table or over several, by their normalised form.</summary>
/// <remarks>The first table that has a prompt keeps it. Remembers some 50 bytes for each distinct prompt.</remarks>
public sealed class TableDeduplicator(OutcomeReadOptions options)
{
    private readonly Dictionary<UInt128, Seen> _seen = [];
    private readonly HashSet<UInt128> _ids = [];
    private readonly List<string> _names = [];
    private readonly List<DedupedTable> _tables = [];
    private long _kept;
    private long _conflicts;
    private long _renamed;

    /// <summary>Takes one table.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">Gets the rows that no table before it has, byte for byte; <see langword="null"/>: only counts.</param>
    /// <exception cref="OutcomeTableException">It is malformed.</exception>
    public void Add(string path, OutcomeWriter? output)
    {
        var table = _names.Count;
        _names.Add(Path.GetFileName(path));
        using var reader = OutcomeReader.Open(path, options);
        var rows = 0L;
        var within = 0L;
        var across = new Dictionary<string, long>(StringComparer.Ordinal);
        while (reader.Read())
        {
            rows++;
            ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, PromptKey.Of(reader.Row), out var isKnown);
            var grades = Grades(reader.Row);
            if (!isKnown)
            {
                seen = new Seen(table, grades);
                Keep(reader, table, output);
                continue;
            }

            within += seen.Table == table ? 1 : 0;
            _conflicts += seen.Grades == grades ? 0 : 1;
            if (seen.Table != table)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(across, _names[seen.Table], out _)++;
            }
        }

        _tables.Add(new DedupedTable(_names[table], rows, within, across, reader.Skipped));
    }

    /// <summary>What was found in all tables read so far.</summary>
    public DedupeReport ToReport() => new(_tables, _kept, _conflicts, _renamed);

    private void Keep(OutcomeReader reader, int table, OutcomeWriter? output)
    {
        if (output is null)
        {
            return;
        }

        _kept++;
        if (_ids.Add(TableKeys.OfId(reader.Row.Id)))
        {
            output.WriteLine(reader.Line.Span);
            return;
        }

        // Different prompts under one id: both rows stay, and the later one takes its table's name along.
        _renamed++;
        var renamed = new ArrayBufferWriter<byte>();
        var id = $"{Path.GetFileNameWithoutExtension(_names[table])}/{reader.Row.Id}";
        for (var again = 2; !_ids.Add(TableKeys.OfId(id)); again++)
        {
            id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(_names[table])}-{again}/{reader.Row.Id}");
        }

        RowSplicer.SetText(reader.Line.Span, "id"u8, id, renamed);
        output.WriteLine(renamed.WrittenSpan);
    }

    // A sum over models, so that their order does not count.
    private static ulong Grades(OutcomeRow row)
    {
        var sum = 0UL;
        foreach (var (model, outcome) in row.Outcomes)
        {
            var hash = 14695981039346656037UL;
            foreach (var c in model)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            sum += (hash ^ (ulong)BitConverter.DoubleToInt64Bits(outcome.Quality)) * 1099511628211UL;
        }

        return sum;
    }

    private readonly record struct Seen(int Table, ulong Grades);
}
