using Loadline.Core.Statistics;

namespace Loadline.Quality.Baselines;

/// <summary>The mistake: feedback comes only of what the cheap model serves today, and is counted for every lower threshold, too.</summary>
/// <remarks>All thresholds below today's then share one wealth, and the lowest of them is certified with the first.</remarks>
internal sealed class CensoredFeedback
{
    private const double AuditRate = 0.2;
    private readonly ScoreRouter _router;
    private readonly LinePart _part;
    private readonly int _today;
    private readonly double[] _slack;
    private readonly double _square;

    public CensoredFeedback(ScoreRouter router, LinePart part)
    {
        _router = router;
        _part = part;
        _today = Enumerable.Range(1, router.Levels).MaxBy(Strength);
        _slack = [.. Enumerable.Range(0, router.Levels + 1).Select(levels => router.Slack(part, levels))];
        _square = router.Square(part, _today);
    }

    public bool CanFail => _slack[_router.Levels] <= 0;

    /// <summary>Whether everybody is sent to the cheap model on the evidence of the surest, and that breaks the line.</summary>
    public bool IsWrong(int[] drawn)
    {
        int[] seen = [.. drawn.Where(row => _router.LevelOf(row) < _today)];
        return CanFail && seen.Length > 0 && _part.Proves(seen.Length, i => _router.Value(_part, seen[i], _today), _square, _part.Line.Delta);
    }

    /// <summary>The same grid where a fifth of what the reference serves is run on the cheap model, too, and only that is evidence of it.</summary>
    public bool IsWrongAudited(int[] drawn)
    {
        var random = new Xoshiro256((ulong)drawn[0] * 0x9E3779B97F4A7C15 ^ (ulong)drawn[^1]);
        var audited = new bool[drawn.Length];
        for (var i = 0; i < drawn.Length; i++)
        {
            audited[i] = random.NextDouble() < AuditRate;
        }

        var levels = 0;
        while (levels < _router.Levels && ProvesAudited(drawn, audited, levels + 1))
        {
            levels++;
        }

        return _slack[levels] <= 0;
    }

    private bool ProvesAudited(int[] drawn, bool[] audited, int levels)
    {
        var bet = new DeadlineBet(drawn.Length, _part.Line.Delta, -1 / AuditRate, _square / AuditRate);
        for (var i = 0; i < drawn.Length && !bet.IsRejected; i++)
        {
            var row = drawn[i];
            var today = _router.Value(_part, row, Math.Min(levels, _today));
            var asked = _router.Value(_part, row, levels);
            bet.Add(today + (audited[i] ? (asked - today) / AuditRate : 0));
        }

        return bet.IsRejected;
    }

    // Today's threshold is the soundest there is: what it serves keeps the line by the widest margin over its noise.
    private double Strength(int levels)
    {
        int[] served = [.. Enumerable.Range(0, _router.Count).Where(row => _router.LevelOf(row) < levels)];
        return served.Average(row => _router.Value(_part, row, levels)) * Math.Sqrt(served.Length);
    }
}
