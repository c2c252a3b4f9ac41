namespace Loadline.Dashboard.Models;

/// <summary>What was spent over what the reference would have cost for the same tokens, with a 95 % interval.</summary>
/// <param name="Rows">Requests with both figures.</param>
/// <param name="Low">The interval's lower end, at least 0.</param>
/// <param name="Share">The ratio of the sums.</param>
/// <param name="High">The interval's upper end.</param>
public sealed record SpendShare(int Rows, double Low, double Share, double High)
{
    private const int Fewest = 30;
    private const double Z = 1.959964;

    /// <summary>Estimates it as a ratio of means: s(r − Rc)/(√n · c̄) is its standard error (linearisation).</summary>
    /// <returns><see langword="null"/> for fewer than 30 requests: the normal approximation would claim too much.</returns>
    public static SpendShare? Create(IReadOnlyList<(double Cost, double Reference)> rows)
    {
        var reference = rows.Sum(row => row.Reference);
        if (rows.Count < Fewest || reference <= 0)
        {
            return null;
        }

        var share = rows.Sum(row => row.Cost) / reference;
        var squares = rows.Sum(row => Math.Pow(row.Cost - (share * row.Reference), 2));
        var error = Math.Sqrt(squares / (rows.Count - 1) / rows.Count) / (reference / rows.Count);
        return new SpendShare(rows.Count, Math.Max(0, share - (Z * error)), share, share + (Z * error));
    }
}
