using Loadline.Core.Facts;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;

namespace Loadline.Learning.Training;

/// <summary>The features of many rows, as training reads them again and again.</summary>
public sealed class RowFeatures
{
    private RowFeatures(int count)
    {
        Words = new int[count][];
        Grams = new int[count][];
        Dense = new float[count][];
    }

    /// <summary>Gets the number of rows.</summary>
    public int Count => Words.Length;

    /// <summary>Gets each row's buckets of words and word pairs.</summary>
    public int[][] Words { get; }

    /// <summary>Gets each row's buckets of letter sequences.</summary>
    public int[][] Grams { get; }

    /// <summary>Gets each row's dense features: lengths, shapes, signals.</summary>
    public float[][] Dense { get; }

    /// <summary>Extracts the features of every row on up to two threads.</summary>
    public static RowFeatures Of(IReadOnlyList<OutcomeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var features = new RowFeatures(rows.Count);
        Parallel.For(
            0,
            rows.Count,
            TrainingThreads.Options,
            () => (Facts: new RequestFacts(), Vector: new FeatureVector()),
            (i, _, local) =>
            {
                RowText.Extract(rows[i], local.Facts, local.Vector);
                features.Take(i, local.Vector);
                return local;
            },
            _ => { });
        return features;
    }

    /// <summary>Extracts the features of plain texts.</summary>
    public static RowFeatures OfTexts(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var none = new Dictionary<string, Outcome>();
        return Of([.. texts.Select((text, i) => new OutcomeRow { Id = i.ToString(System.Globalization.CultureInfo.InvariantCulture), Prompt = text, Outcomes = none })]);
    }

    private void Take(int i, FeatureVector vector)
    {
        Words[i] = vector.Words.ToArray();
        Grams[i] = vector.Grams.ToArray();
        Dense[i] = vector.Dense.ToArray();
    }
}
