using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;

namespace Loadline.Learning.Tests.Tables;

public sealed class MissingOutcomesTests
{
    // Of 40 rows of group a, 30 know small, all right; of 40 of group b, 10 know it, all wrong. Over all 30 of 40 are right.
    [Fact]
    public void Fill_LeavesOutcomesAndAddsTheGroupsShrunkMean()
    {
        var rows = Enumerable.Range(0, 80).Select(i => Row(i, i < 40 ? "a" : "b", i < 30 ? 1 : i is >= 40 and < 50 ? 0 : null)).ToList();
        var (table, filled) = MissingOutcomes.Fill(new OutcomeTable(rows), ["small", "large"]);

        Assert.Equal(40, filled);
        Assert.Equal(1, table.Rows[0].Outcomes["small"].Quality);
        Assert.Equal((30 + 7.5) / 40, table.Rows[39].Outcomes["small"].Quality, 9);
        Assert.Equal(7.5 / 20, table.Rows[79].Outcomes["small"].Quality, 9);
        Assert.Equal(2m, table.Rows[79].Outcomes["small"].Cost);
        Assert.Equal(0.5, table.Rows[79].Outcomes["large"].Quality);
    }

    [Fact]
    public void Fill_ModelHardlyEverTried_IsRefused()
    {
        var rows = Enumerable.Range(0, 80).Select(i => Row(i, "a", i < 19 ? 1 : null)).ToList();
        var error = Assert.Throws<OutcomeTableException>(() => MissingOutcomes.Fill(new OutcomeTable(rows), ["small", "large"]));
        Assert.Contains("Only 19 rows have an outcome of 'small'", error.Message, StringComparison.Ordinal);
    }

    private static OutcomeRow Row(int i, string group, double? small)
    {
        var outcomes = new Dictionary<string, Outcome> { ["large"] = new() { Quality = 0.5, Cost = 9 } };
        if (small is { } quality)
        {
            outcomes["small"] = new Outcome { Quality = quality, Cost = 2 };
        }

        return new OutcomeRow { Id = $"{i}", Prompt = $"p{i}", Group = group, Outcomes = outcomes };
    }
}
