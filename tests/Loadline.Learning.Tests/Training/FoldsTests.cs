using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

public sealed class FoldsTests
{
    private static readonly string[] Keys = [.. Enumerable.Range(0, 500).Select(i => $"prompt {i % 180}")];

    [Fact]
    public void Draw_SamePromptSeveralTimes_StaysOnOneSide()
    {
        var (train, test) = Folds.Draw(Keys, 200, 1);
        Assert.InRange(train.Length, 198, 200);
        Assert.Equal(500, train.Length + test.Length);
        Assert.Empty(train.Select(row => Keys[row]).Intersect(test.Select(row => Keys[row])));
    }

    [Fact]
    public void Assign_SamePromptSeveralTimes_HasOneFold()
    {
        int[] rows = [.. Enumerable.Range(0, 500)];
        var folds = Folds.Assign(Keys, rows, 5, 1);
        Assert.All(rows.GroupBy(row => Keys[row]), group => Assert.Single(group.Select(row => folds[row]).Distinct()));
        Assert.Equal([0, 1, 2, 3, 4], folds.Distinct().Order());
    }

    [Fact]
    public void Draw_OtherSeed_OtherRows() => Assert.NotEqual(Folds.Draw(Keys, 200, 1).Train, Folds.Draw(Keys, 200, 2).Train);
}
