using Loadline.Core.Outcomes;
using Loadline.Learning.Certification;
using Loadline.Learning.Tables;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>The rows of a table that one stage of a design may look at: prompts and sessions are never in two parts.</summary>
internal sealed class DesignPart
{
    private static readonly SplitShares Shares = new([("train", 50), ("choose", 25), ("score", 25)]);

    // A table that `outcomes split` made with the same seed must not fall into one part: its rows were drawn by the same draw.
    private const int OwnDraws = 0x5DE51;

    private DesignPart(OutcomeMatrix matrix, int[] rows, string reference)
    {
        Rows = rows;
        Units = CertifyingRows.Of([new OutcomeTable([.. rows.Select(row => matrix.Rows[row])])], matrix.Models, reference);
    }

    /// <summary>Gets the rows' positions in the table.</summary>
    public int[] Rows { get; }

    /// <summary>Gets them as a certification takes them.</summary>
    public CertifyingRows Units { get; }

    /// <summary>Draws half of a table's units to fit on, a quarter to choose on and a quarter to score on.</summary>
    /// <returns>Rows to fit on, to choose on and to score on.</returns>
    public static (int[] Train, int[] Choose, int[] Score) Split(OutcomeMatrix matrix, int seed)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var units = new RowUnits();
        foreach (var row in matrix.Rows)
        {
            units.Note(row);
        }

        var parts = Enumerable.Range(0, matrix.Count).ToLookup(row => Shares.PartOf(units.Find(matrix.Rows[row]), seed ^ OwnDraws));
        return ([.. parts[0]], [.. parts[1]], [.. parts[2]]);
    }

    /// <exception cref="CertifyException">Some outcome is not graded.</exception>
    public static DesignPart Of(OutcomeMatrix matrix, int[] rows, string reference) => new(matrix, rows, reference);
}
