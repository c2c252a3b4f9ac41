namespace Loadline.Learning.Training;

/// <summary>How strongly the second layer shrinks each kind of input towards nothing: the prior of an empirical Bayes.</summary>
/// <param name="Tasks">Of a task's own level: about the number of rows at which it is half believed.</param>
/// <param name="Core">Of the few dense features of length and number.</param>
/// <param name="Dense">Of the other dense features.</param>
/// <param name="Heads">Of the text's raw qualities.</param>
internal readonly record struct StackPenalties(double Tasks, double Core, double Dense, double Heads)
{
    /// <summary>Shrinks to nothing.</summary>
    public const double Off = 1e9;

    // Positions among the dense features: lengths of text, sentences, words and tail, numbers and digits.
    private static readonly HashSet<int> CoreFeatures = [0, 3, 4, 5, 7, 9, 25, 26];

    /// <summary>Every combination of the given strengths.</summary>
    public static IReadOnlyList<StackPenalties> Grid(double[] tasks, double[] core, double[] dense, double[] heads) =>
    [
        .. from t in tasks from c in core from d in dense from h in heads
           where c <= d
           select new StackPenalties(t, c, d, h),
    ];

    /// <summary>Spells them out, one for each input.</summary>
    public double[] For(StackRows rows, DenseScaler scaler)
    {
        var penalties = new double[rows.Width];
        for (var t = 0; t < rows.Tasks; t++)
        {
            penalties[t] = Tasks;
        }

        for (var d = 0; d < rows.Dense; d++)
        {
            penalties[rows.Tasks + d] = CoreFeatures.Contains(scaler.Kept[d]) ? Core : Dense;
        }

        for (var m = 0; m < rows.Models; m++)
        {
            penalties[rows.Tasks + rows.Dense + m] = Heads;
        }

        penalties[^1] = 1e-6;
        return penalties;
    }
}
