using System.Text;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;
using Loadline.Learning.Tests.Support;
using Loadline.Testing;

namespace Loadline.Learning.Tests.Tables;

public sealed class TableDescriberTests
{
    /// <summary>The figures of data/README.md, and means computed from the files by another program.</summary>
    public static TheoryData<string, int, int, string, double, string, double> Files => new()
    {
        { "routellm-mmlu", 14037, 2, "mixtral-8x7b", .6809, "gpt-4-1106-preview", .8059 },
        { "routellm-gsm8k", 1307, 2, "mixtral-8x7b", .6373, "gpt-4-1106-preview", .8577 },
        { "routerdc-train", 5935, 7, "Mistral-7B-v0.1", .5023, "MetaMath-Mistral-7B", .5667 },
        { "routerdc-test", 9408, 7, "Mistral-7B-v0.1", .5116, "Meta-Llama-3-8B", .5673 },
        { "routerdc-ood", 2881, 7, "zephyr-7b-beta", .3332, "dolphin-2.9-llama3-8b", .4422 },
        { "routerbench-train", 2205, 11, "claude-v2", .5442, "gpt-4-1106-preview", .8794 },
        { "routerbench-test", 945, 11, "WizardLM-13B-V1.2", .5651, "gpt-4-1106-preview", .8794 },
        { "frugalgpt-overruling", 2160, 12, "medium", .5125, "gpt-4", .9505 },
        { "mmlu-pro", 11967, 8, "Phi-3-mini-4k-instruct", .4150, "gpt-4o-2024-05-13", .7205 },
    };

    [DataTheory("outcomes/mmlu-pro.jsonl")]
    [MemberData(nameof(Files))]
    public void Describe_PublicTable_GivesTheKnownFigures(string file, int rows, int models, string weak, double weakQuality, string strong, double strongQuality)
    {
        using var reader = OutcomeReader.Open(DataFolder.Path($"outcomes/{file}.jsonl"));
        var table = TableDescriber.Describe(reader, file);
        Assert.Equal((rows, models, 0L, 0L), (table.Rows, table.Models.Count, table.DuplicateIds, table.MissingOutcomes));
        Assert.Equal(weakQuality, table.Models.Single(model => model.Name == weak).Quality!.Mean, 4);
        Assert.Equal(strongQuality, table.Models.Single(model => model.Name == strong).Quality!.Mean, 4);
        Assert.Equal(strong, table.Baselines.Single(rule => rule.Name == "strongest").Note);
    }

    [DataFact("outcomes/routellm-mmlu.jsonl")]
    public void Describe_RouteLlmMmlu_CountsDistinctPrompts()
    {
        using var reader = OutcomeReader.Open(DataFolder.Path("outcomes/routellm-mmlu.jsonl"));
        var table = TableDescriber.Describe(reader, "t");
        Assert.Equal((13932L, 105L, 57), (table.DistinctPrompts, table.DuplicateRows, table.Groups.Count));
        Assert.Equal(new FileInfo(DataFolder.Path("outcomes/routellm-mmlu.jsonl")).Length, table.Bytes);
    }

    // Sums 2, 2, 0, 1, 2 of pairs about 1.4: squares 3.2 · 5/4, root 2, over ten rows 0.2; Student's t of 4 is 2.78.
    [Theory]
    [InlineData("group")]
    [InlineData("cluster")]
    public void Describe_RowsInClusters_CountsClustersInTheInterval(string field)
    {
        var grades = new[] { 1, 1, 1, 1, 0, 0, 1, 0, 1, 1 };
        var table = Describe(string.Concat(grades.Select((grade, i) => Rows.Line($"{i}", $"p{i}", grade, 0, $"\"{field}\":\"g{i / 2}\","))));
        var model = table.Models[0];

        Assert.Equal(field, table.ClusteredBy);
        Assert.Equal(0.7, model.Clustered!.Mean, 9);
        Assert.Equal(0.7 - (2.776 * 0.2), model.Clustered.Low, 0.003);
        Assert.Equal(1, model.Clustered.High);
        Assert.True(model.Clustered.Low < model.Quality!.Low);
    }

    [Fact]
    public void Describe_FewClustersOrNone_HasNoIntervalByThem()
    {
        var few = Describe(string.Concat(Enumerable.Range(0, 8).Select(i => Rows.Line($"{i}", $"p{i}", i % 2, 0, $"\"group\":\"g{i / 2}\","))));
        Assert.Null(few.Models[0].Clustered);
        var none = Describe(string.Concat(Enumerable.Range(0, 8).Select(i => Rows.Line($"{i}", $"p{i}", i % 2, 0))));
        Assert.Equal((null, null), (none.ClusteredBy, none.Models[0].Clustered));
    }

    [Fact]
    public void Describe_FewRows_ComputesEachBaselineAsByHand()
    {
        var table = Describe(
            Rows.Line("1", "a", 1, 1, "\"group\":\"x\",") + Rows.Line("2", "A ", 0, 1, "\"group\":\"x\",") + Rows.Line("3", "b", 1, 0, "\"group\":\"y\",")
            + Rows.Line("3", "c", 1, 0.5, "\"group\":\"y\",\"cluster\":\"s\",\"split\":\"test\","));
        Assert.Equal((4L, 3L, 1L, 1L, 1), (table.Rows, table.DistinctPrompts, table.DuplicateRows, table.DuplicateIds, table.Clusters));
        Assert.Equal(1, table.Splits["test"]);
        Assert.Equal(
            [("strongest", 0.75, 1.0), ("cheapest", 0.75, 1.0), ("random", 0.6875, 5.5), ("best-per-group", 1, 5.5), ("oracle", 1, 3.25)],
            table.Baselines.Select(rule => (rule.Name, rule.Quality, rule.Cost)));
        Assert.Equal([("x", "large", 1.0), ("y", "small", 1.0)], table.Groups.Select(group => (group.Name, group.BestModel, group.BestQuality)));
    }

    [Fact]
    public void Describe_Intervals_AreWilsonsForGradesOfZeroAndOneAndNormalElse()
    {
        var table = Describe(string.Concat(Enumerable.Range(0, 10).Select(i => Rows.Line($"{i}", $"p{i}", i < 8 ? 1 : 0, i < 5 ? 0.5 : 0.7))));
        var small = table.Models[0].Quality!;
        Assert.Equal((0.4902, 0.9433), (Math.Round(small.Low, 4), Math.Round(small.High, 4)));

        // s = 0.10541, s/√10 = 0.033333, × 1.96 = 0.06533
        var large = table.Models[1].Quality!;
        Assert.Equal((0.5347, 0.6653), (Math.Round(large.Low, 4), Math.Round(large.High, 4)));
        Assert.Equal((10.0, 10.0), (table.Models[1].Cost!.Low, table.Models[1].Cost!.High));
    }

    [Fact]
    public void Describe_MissingAndUngraded_AreCounted()
    {
        var table = Describe(
            Rows.Line("1", "a", 1, 1) + """{"id":"2","prompt":"b","outcomes":{"small":{"quality":1},"large":{"response":"x"}}}""");
        Assert.Equal((1L, 1L), (table.MissingOutcomes, table.UngradedOutcomes));
    }

    private static TableDescription Describe(string text)
    {
        using var reader = new OutcomeReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t", new OutcomeReadOptions { AllowUngraded = true });
        return TableDescriber.Describe(reader, "t");
    }
}
