using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class TreeTrainerTests
{
    // Right where exactly one of two dense features is high: no sum of them tells that.
    [Fact]
    public void Fit_OneOfTwoButNotBoth_IsLearnedByTreesAlone()
    {
        var (features, targets, foldOf) = Xor(1500);
        int[] rows = [.. Enumerable.Range(0, targets.Length)];
        var scaler = DenseScaler.Fit(features, rows);
        var inputs = StackRows.Of(new float[rows.Length], features, rows, scaler, 0, 1, 1);
        var trees = TreeLayer.Fit(inputs, targets, 1, foldOf, 3, 1);
        var right = rows.Count(i => (trees.OutOfFold[i] > 0.5f) == (targets[i] > 0.5f)) / (double)rows.Length;
        Assert.True(right > 0.9, $"{right}");
        Assert.Equal(trees.OutOfFold, TreeLayer.Fit(inputs, targets, 1, foldOf, 3, 1).OutOfFold);
    }

    private static (RowFeatures Features, float[] Targets, int[] FoldOf) Xor(int count)
    {
        var random = new Random(9);
        var texts = new List<string>();
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            var (isLong, hasQuestions) = (random.Next(2) == 0, random.Next(2) == 0);
            texts.Add(string.Concat(Enumerable.Repeat("word ", isLong ? 60 : 6)) + (hasQuestions ? "???" : "."));
            targets[i] = isLong != hasQuestions ? 1 : 0;
        }

        return (RowFeatures.OfTexts(texts), targets, [.. Enumerable.Range(0, count).Select(i => i % 3)]);
    }
}
