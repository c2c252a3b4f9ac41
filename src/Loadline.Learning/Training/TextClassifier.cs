namespace Loadline.Learning.Training;

/// <summary>The task classifier by itself: from texts with labels to a label and its score.</summary>
/// <remarks>What routing infers tasks with, and naive Bayes mixed in: for data sets made for classifiers, and for intents of an application's own.</remarks>
public sealed class TextClassifier
{
    private readonly BaseLayer _layer;

    private TextClassifier(BaseLayer layer, string[] labels)
    {
        _layer = layer;
        Labels = labels;
    }

    /// <summary>Gets the labels it knows, in the order of its scores.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Fits on texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="labels">Their labels, parallel; two different ones at least.</param>
    /// <param name="seed">Of the order of training.</param>
    public static TextClassifier Fit(IReadOnlyList<string> texts, IReadOnlyList<string> labels, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(labels);
        string[] names = [.. labels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
        {
            throw new ArgumentException("Two labels at least are needed.", nameof(labels));
        }

        int[] rows = [.. Enumerable.Range(0, texts.Count)];
        int[] ofRow = [.. labels.Select(label => Array.BinarySearch(names, label, StringComparer.Ordinal))];
        var layer = BaseLayer.Fit(RowFeatures.OfTexts(texts), rows, ofRow, names.Length, new float[texts.Count], 1, seed, BaseOptions.IntentBayesShare);
        return new TextClassifier(layer, names);
    }

    /// <summary>Classifies texts.</summary>
    /// <returns>For each the label with the highest score, and the score: above 0 where the text lies on the label's side of its border.</returns>
    public IReadOnlyList<(string Label, float Score)> Classify(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var results = new (string Label, float Score)[texts.Count];
        _layer.Outputs(RowFeatures.OfTexts(texts), [.. Enumerable.Range(0, texts.Count)], (i, outputs) =>
        {
            var best = 0;
            for (var k = 1; k < Labels.Count; k++)
            {
                best = outputs[k] > outputs[best] ? k : best;
            }

            results[i] = (Labels[best], outputs[best]);
        });
        return results;
    }
}
