namespace Loadline.Learning.Training;

/// <summary>Mixes naive Bayes into a linear classifier: both are linear in the same columns, so the mixture costs nothing more to serve.</summary>
/// <remarks>
/// A margin is drawn by the rows near it; naive Bayes counts them all, and so knows more of words that few rows have (Wang and Manning 2012,
/// "Baselines and bigrams: simple, good sentiment and topic classification", mix the two likewise). A word's weight for a class is the logarithm
/// of its share of the class's weight over its share of the others'.
/// </remarks>
internal static class NaiveBayes
{
    // What a class has of a word that it never had.
    private const double Smoothing = 0.01;

    // Rows that the two are brought to one scale on.
    private const int MostRows = 2000;

    /// <param name="model">One output a class; changed.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="columns">The columns that are words or n-grams: all before this one. The last column of all is the intercept's.</param>
    /// <param name="classOf">Each row's class; -1 for none.</param>
    /// <param name="share">How many standard deviations of naive Bayes come to one of the model's.</param>
    public static void MixInto(LinearModel model, SparseRows rows, int columns, ReadOnlySpan<int> classOf, float share)
    {
        var bayes = new LinearModel(Weights(model, rows, columns, classOf), model.Width, model.Outputs, model.Stride);
        var (_, deviation) = Moments(model, rows);
        var (mean, bayesDeviation) = Moments(bayes, rows);
        var factor = (float)(share * deviation / Math.Max(bayesDeviation, 1e-9));
        for (var i = 0; i < model.Weights.Length; i++)
        {
            model.Weights[i] += factor * bayes.Weights[i];
        }

        // The mean of all scores stays, and with it where scores of one side begin.
        for (var k = 0; k < model.Outputs; k++)
        {
            model.Weights[((model.Width - 1) * model.Stride) + k] -= (float)(factor * mean);
        }
    }

    private static float[] Weights(LinearModel model, SparseRows rows, int columns, ReadOnlySpan<int> classOf)
    {
        var classes = model.Outputs;
        var (sums, ofClass, ofColumn) = Sums(rows, columns, classOf, classes);
        var all = ofClass.Sum();
        var weights = new float[model.Weights.Length];
        for (var c = 0; c < columns; c++)
        {
            for (var k = 0; k < classes; k++)
            {
                var own = sums[(c * classes) + k];
                var inClass = (own + Smoothing) / (ofClass[k] + (Smoothing * columns));
                var inOthers = (ofColumn[c] - own + Smoothing) / (all - ofClass[k] + (Smoothing * columns));
                weights[(c * model.Stride) + k] = (float)Math.Log(inClass / inOthers);
            }
        }

        return weights;
    }

    private static (float[] Sums, double[] OfClass, double[] OfColumn) Sums(SparseRows rows, int columns, ReadOnlySpan<int> classOf, int classes)
    {
        var sums = new float[columns * classes];
        var ofClass = new double[classes];
        var ofColumn = new double[columns];
        for (var i = 0; i < rows.Count; i++)
        {
            if (classOf[i] < 0)
            {
                continue;
            }

            var at = rows.Columns(i);
            var values = rows.Values(i);
            for (var j = 0; j < at.Length; j++)
            {
                if (at[j] < columns)
                {
                    sums[(at[j] * classes) + classOf[i]] += values[j];
                    ofClass[classOf[i]] += values[j];
                    ofColumn[at[j]] += values[j];
                }
            }
        }

        return (sums, ofClass, ofColumn);
    }

    private static (double Mean, double Deviation) Moments(LinearModel model, SparseRows rows)
    {
        double sum = 0, squares = 0;
        var scores = new float[model.Outputs];
        var step = Math.Max(1, rows.Count / MostRows);
        var count = 0L;
        for (var i = 0; i < rows.Count; i += step)
        {
            model.Predict(rows, i, scores);
            foreach (var score in scores)
            {
                sum += score;
                squares += (double)score * score;
            }

            count += scores.Length;
        }

        var mean = sum / count;
        return (mean, Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))));
    }
}
