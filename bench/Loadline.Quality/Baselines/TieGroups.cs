namespace Loadline.Quality.Baselines;

/// <summary>The mistake: rows are sorted by score, the bound is taken row by row, and the threshold shipped is the last row's score, with everybody who has the same.</summary>
/// <remarks>Prefixes end at each third of a group of equal scores. The test of each prefix is the valid one, so that only the tie is at fault.</remarks>
internal sealed class TieGroups(ScoreRouter router, LinePart part)
{
    private const int Parts = 3;
    private readonly double[] _slack = [.. Enumerable.Range(0, router.Levels + 1).Select(levels => router.Slack(part, levels))];
    private readonly double[] _square = [.. Enumerable.Range(0, router.Levels + 1).Select(levels => router.Square(part, levels))];

    /// <summary>Gets a value indicating whether some threshold is wrong, so that something could go wrong.</summary>
    public bool CanFail => _slack.Any(slack => slack <= 0);

    /// <summary>Whether the threshold that is shipped breaks the line.</summary>
    public bool IsWrong(int[] drawn) => _slack[Ship(drawn, Parts)] <= 0;

    /// <summary>The same where groups of equal scores move together.</summary>
    public bool IsWrongWhole(int[] drawn) => _slack[Ship(drawn, 1)] <= 0;

    // Fixed sequence: on to the first prefix that is not proven.
    private int Ship(int[] drawn, int parts)
    {
        var rank = Ranks(drawn, out var sizes);
        for (var level = 0; level < router.Levels; level++)
        {
            for (var third = 1; third <= parts; third++)
            {
                var most = sizes[level] * third / parts;
                if (!part.Proves(drawn.Length, i => Value(drawn[i], level, rank[i] < most), _square[level + 1], part.Line.Delta))
                {
                    return third > 1 ? level + 1 : level;
                }
            }
        }

        return router.Levels;
    }

    private double Value(int row, int level, bool isBefore) =>
        part.Of(router.LevelOf(row) < level || (router.LevelOf(row) == level && isBefore) ? router.Cheap[row] : router.Reference[row], router.Reference[row]);

    private int[] Ranks(int[] drawn, out int[] sizes)
    {
        sizes = new int[router.Levels];
        var rank = new int[drawn.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            rank[i] = sizes[router.LevelOf(drawn[i])]++;
        }

        return rank;
    }
}
