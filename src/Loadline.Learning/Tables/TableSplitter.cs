using System.Buffers;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Splits a table so that no prompt and no cluster is on both sides.</summary>
public static class TableSplitter
{
    /// <summary>Splits a file; it is read twice.</summary>
    /// <param name="path">The table.</param>
    /// <param name="shares">The parts.</param>
    /// <param name="seed">The draw.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="write">Gets each row's bytes and the position of its part, in the table's order; <c>header</c> lines are not given.</param>
    public static SplitReport Split(string path, SplitShares shares, int seed, OutcomeReadOptions options, Action<int, ReadOnlyMemory<byte>> write)
    {
        // The first pass also finds every error before anything is written.
        var units = Note(path, options);
        using var reader = OutcomeReader.Open(path, options);
        var rows = new long[shares.Names.Count];
        var seen = new HashSet<UInt128>[rows.Length];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = [];
        }

        while (reader.Read())
        {
            var unit = units.Find(reader.Row);
            var part = shares.PartOf(unit, seed);
            rows[part]++;
            seen[part].Add(unit);
            write(part, reader.Line);
        }

        return new SplitReport(ByName(shares, i => rows[i]), ByName(shares, i => seen[i].Count), reader.Skipped);
    }

    /// <summary>Puts a part's name into a row's <c>split</c> field; all other bytes stay.</summary>
    public static void Mark(ReadOnlySpan<byte> line, string part, IBufferWriter<byte> output) => RowSplicer.SetText(line, "split"u8, part, output);

    private static RowUnits Note(string path, OutcomeReadOptions options)
    {
        var units = new RowUnits();
        using var reader = OutcomeReader.Open(path, options);
        while (reader.Read())
        {
            units.Note(reader.Row);
        }

        return units;
    }

    private static Dictionary<string, long> ByName(SplitShares shares, Func<int, long> value) =>
        Enumerable.Range(0, shares.Names.Count).ToDictionary(i => shares.Names[i], value, StringComparer.Ordinal);
}
