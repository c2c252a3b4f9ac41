namespace Loadline.Quality.Baselines;

/// <summary>The router that most others are: one cheap model, the reference, and a threshold on a score of how surely the cheap one will do.</summary>
/// <remarks>The score is the predicted difference of the two; novel rows stay with the reference. Scores are rounded to tenths, as judges and small grids give them.</remarks>
internal sealed class ScoreRouter
{
    private readonly int[] _level;

    private ScoreRouter(float[] reference, float[] cheap, double[] score)
    {
        Reference = reference;
        Cheap = cheap;
        Score = score;
        var levels = score.Select(Rounded).Distinct().OrderDescending().Select((value, i) => (value, i)).ToDictionary(pair => pair.value, pair => pair.i);
        _level = [.. score.Select(value => levels[Rounded(value)])];
        Levels = levels.Count;
    }

    public float[] Reference { get; }

    public float[] Cheap { get; }

    /// <summary>Gets each row's score; minus infinity where it is novel.</summary>
    public double[] Score { get; }

    /// <summary>Gets the number of different rounded scores.</summary>
    public int Levels { get; }

    public int Count => Reference.Length;

    public static ScoreRouter Of(Split split)
    {
        var rows = split.Rest;
        var cheap = Enumerable.Range(0, rows.Models).Where(m => m != rows.Reference).MinBy(m => split.Train.MeanCost[m]);
        var models = split.AllScores.Models;
        double ScoreOf(int row) => split.Novel[row]
            ? double.NegativeInfinity
            : split.AllScores.Quality[(row * models) + cheap] - split.AllScores.Quality[(row * models) + rows.Reference];
        int[] all = [.. Enumerable.Range(0, rows.Rows.Length)];
        return new ScoreRouter(
            [.. all.Select(row => (float)rows.Quality(row, rows.Reference))], [.. all.Select(row => (float)rows.Quality(row, cheap))], [.. all.Select(ScoreOf)]);
    }

    /// <summary>A row's place among the rounded scores; 0: the surest.</summary>
    public int LevelOf(int row) => _level[row];

    /// <summary>The mean over everybody where the surest levels go to the cheap model: the truth.</summary>
    public double Slack(LinePart part, int levels) => Enumerable.Range(0, Count).Average(row => Value(part, row, levels));

    /// <summary>The mean square of the same.</summary>
    public double Square(LinePart part, int levels) => Enumerable.Range(0, Count).Average(row => Value(part, row, levels) * Value(part, row, levels));

    public double Value(LinePart part, int row, int levels) => part.Of(_level[row] < levels ? Cheap[row] : Reference[row], Reference[row]);

    private static double Rounded(double score) => double.IsFinite(score) ? Math.Round(score, 1) : score;
}
