namespace Loadline.Learning.Evaluation;

/// <summary>What a router expects of each model on each of some rows, and what it does with it.</summary>
/// <param name="Models">Number of models.</param>
/// <param name="Quality">Expected quality, row by row.</param>
/// <param name="Cost">Expected cost, relative to the reference's mean cost, row by row.</param>
public sealed record Scores(int Models, float[] Quality, float[] Cost)
{
    /// <summary>Gets the number of rows.</summary>
    public int Count => Quality.Length / Models;

    /// <summary>The settings that are tried: how many units of quality one mean reference call is worth.</summary>
    public static IReadOnlyList<double> Lambdas { get; } = [0, .. Enumerable.Range(0, 301).Select(i => Math.Pow(10, -4 + (i * 0.025)))];

    /// <summary>The model with the highest quality less λ times cost; of equals the cheaper, then the first.</summary>
    public int Choose(int row, double lambda)
    {
        var best = 0;
        for (var m = 1; m < Models; m++)
        {
            var difference = Value(row, m, lambda) - Value(row, best, lambda);
            if (difference > 0 || (difference == 0 && Cost[(row * Models) + m] < Cost[(row * Models) + best]))
            {
                best = m;
            }
        }

        return best;
    }

    /// <summary>The scores of some of the rows.</summary>
    public Scores Of(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var part = new Scores(Models, new float[rows.Length * Models], new float[rows.Length * Models]);
        for (var i = 0; i < rows.Length; i++)
        {
            Quality.AsSpan(rows[i] * Models, Models).CopyTo(part.Quality.AsSpan(i * Models));
            Cost.AsSpan(rows[i] * Models, Models).CopyTo(part.Cost.AsSpan(i * Models));
        }

        return part;
    }

    private double Value(int row, int model, double lambda) =>
        Quality[(row * Models) + model] - (lambda * Cost[(row * Models) + model]);
}
