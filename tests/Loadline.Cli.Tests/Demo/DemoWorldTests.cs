using System.Text.Json;
using Loadline.Cli.Demo;
using Loadline.Core.Outcomes;
using Loadline.Core.Signals;

namespace Loadline.Cli.Tests.Demo;

public sealed class DemoWorldTests
{
    private const int Seed = 1;
    private static readonly List<DemoOutcomeRow> Rows = DemoWorld.BuildOutcomes(Seed);

    [Fact]
    public void BuildOutcomes_SameSeed_GivesTheSameTable() => Assert.Equal(Table(Rows), Table(DemoWorld.BuildOutcomes(Seed)));

    [Fact]
    public void BuildOutcomes_OtherSeed_GivesAnotherTable() => Assert.NotEqual(Table(Rows), Table(DemoWorld.BuildOutcomes(Seed + 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(42)]
    public void BuildOutcomes_AnySeed_RanksTheTiers(int seed)
    {
        var rows = DemoWorld.BuildOutcomes(seed);
        Assert.True(Quality(rows, "sim-large") > Quality(rows, "sim-medium") + 0.05);
        Assert.True(Quality(rows, "sim-medium") > Quality(rows, "sim-small") + 0.05);
        Assert.True(Quality(rows, "sim-large") > 0.9);
    }

    [Fact]
    public void BuildOutcomes_EasyPrompts_AreMostlyWithinTheSmallModelsReach()
    {
        var easy = Rows.Where(r => r.Prompt is { Difficulty: < 0.3, NeedsVision: false }).ToList();
        Assert.True(Quality(easy, "sim-small") > 0.85, $"{Quality(easy, "sim-small")}");
    }

    [Fact]
    public void BuildOutcomes_Code_SpecialistIsNearTheLargeModelAtAThirdOfThePrice()
    {
        var code = Rows.Where(r => r.Prompt is { Task: TaskKind.Code, NeedsVision: false }).ToList();
        Assert.True(Quality(code, "sim-code") > Quality(code, "sim-large") - 0.1);
        Assert.True(Cost(code, "sim-code") < 0.36m * Cost(code, "sim-large"));
    }

    [Fact]
    public void BuildOutcomes_OutsideCode_SpecialistIsWorseThanTheMediumModel()
    {
        var prose = Rows.Where(r => r.Prompt.Task is TaskKind.Reason or TaskKind.Summarize or TaskKind.Question).ToList();
        Assert.True(Quality(prose, "sim-code") < Quality(prose, "sim-medium") - 0.05);
    }

    [Fact]
    public void BuildOutcomes_Images_OnlyTheModelsThatSeeAnswer()
    {
        var images = Rows.Where(r => r.Prompt.NeedsVision).ToList();
        Assert.NotEmpty(images);
        foreach (var model in DemoModels.All)
        {
            Assert.All(images, r => Assert.Equal(model.CanSeeImages ? null : "images", r.Outcomes[model.Name].Refusal));
        }
    }

    [Fact]
    public void BuildOutcomes_Refusal_CostsNothingAndIsWorthNothing()
    {
        var refused = Rows.SelectMany(r => r.Outcomes.Values).Where(o => o.Refusal is not null).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, o => Assert.True(o is { Quality: 0, CostUsd: 0m, OutputTokens: 0 }));
    }

    [Fact]
    public void BuildOutcomes_Oracle_CostsFarLessThanTheLargeModelAndIsAtLeastAsGood()
    {
        var oracle = Rows.Select(Best).ToList();
        Assert.True(oracle.Average(o => o.Quality) >= Quality(Rows, "sim-large"));
        Assert.True(oracle.Sum(o => o.CostUsd) < 0.4m * Cost(Rows, DemoModels.Reference));
    }

    [Fact]
    public void BuildOutcomes_Response_IsLabelledAndAboutAsLongAsBilled()
    {
        foreach (var (name, outcome) in Rows.SelectMany(r => r.Outcomes))
        {
            Assert.StartsWith($"[simulated {name}]", outcome.Response, StringComparison.Ordinal);
            if (outcome.OutputTokens >= 40)
            {
                Assert.InRange(DemoTokens.Estimate(outcome.Response.Length), outcome.OutputTokens - 10, outcome.OutputTokens + 25);
            }
        }
    }

    [Fact]
    public void BuildOutcomes_Latency_FollowsFromSpeedAndLength()
    {
        foreach (var (name, outcome) in Rows.SelectMany(r => r.Outcomes))
        {
            var speed = DemoModels.All.Single(m => m.Name == name).TokensPerSecond;
            Assert.Equal(outcome.TimeToFirstTokenMs + (1000 * outcome.OutputTokens / speed), outcome.LatencyMs, tolerance: 0.1);
        }
    }

    [Fact]
    public void Quality_ManySeeds_IsRightAsOftenAsItsProbabilitySays()
    {
        var medium = DemoModels.All.Single(m => m.Name == "sim-medium");
        var hard = Rows.First(r => r.Prompt is { Task: TaskKind.Reason, Difficulty: > 0.64 and < 0.68, NeedsVision: false }).Prompt;
        var seeds = Enumerable.Range(0, 4000).ToList();
        var right = seeds.Count(seed => DemoSkill.Quality(medium, hard, seed) == 1);
        var expected = seeds.Sum(seed => DemoSkill.ProbabilityRight(medium, hard, seed));

        // Four standard deviations of a sum of 4000 coins, none wider than a fair one.
        Assert.InRange(right, expected - 127, expected + 127);
        Assert.InRange(expected, 1000, 3900);
    }

    [Fact]
    public void BuildOutcomes_Body_IsAChatRequestForAuto()
    {
        foreach (var row in Rows)
        {
            using var body = JsonDocument.Parse(row.Body);
            Assert.Equal("auto", body.RootElement.GetProperty("model").GetString());
            var last = body.RootElement.GetProperty("messages").EnumerateArray().Last();
            Assert.Contains(last.GetProperty("role").GetString(), (string[])["user", "tool"]);
            Assert.Equal(row.Prompt.Tools is not null, body.RootElement.TryGetProperty("tools", out _));
        }
    }

    [Fact]
    public void WriteOutcomeTable_AllRows_ReadsBackWithTheSameNumbers()
    {
        var table = OutcomeTable.Read(new MemoryStream(Table(Rows)), "demo");
        Assert.Equal(DemoModels.All.Select(m => m.Name), table.Models);
        Assert.Equal(Rows.Count, table.Rows.Count);
        foreach (var (row, read) in Rows.Zip(table.Rows))
        {
            Assert.Equal((row.Id, row.Group, row.Prompt.Prompt), (read.Id, read.Group, read.Prompt));
            Assert.Equal(row.Prompt.Messages?.GetRawText(), read.Messages?.GetRawText());
            Assert.Equal(row.Prompt.Tools?.GetRawText(), read.Tools?.GetRawText());
            foreach (var (name, outcome) in row.Outcomes)
            {
                var found = read.Outcomes[name];
                Assert.Equal((outcome.Quality, outcome.CostUsd, outcome.Response), (found.Quality, found.Cost, found.Response));
                Assert.Equal((outcome.OutputTokens, outcome.LatencyMs), (found.OutputTokens, found.LatencyMs));
            }
        }
    }

    [Fact]
    public void ToSimulation_TenTimesFaster_KeepsTheFailureRate()
    {
        var large = DemoModels.All.Single(m => m.Name == DemoModels.Reference);
        var played = large.ToSimulation(speed: 10);
        Assert.Equal(10, played.Speed);
        Assert.Equal(large.TimeToFirstTokenMs, played.TimeToFirstToken.TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(large.TokensPerSecond, played.TokensPerSecond);
        Assert.Equal(large.FailureRate, played.FailureRate);
    }

    private static DemoOutcome Best(DemoOutcomeRow row)
        => row.Outcomes.Values.Where(o => o.Refusal is null).OrderByDescending(o => o.Quality).ThenBy(o => o.CostUsd).First();

    private static double Quality(IEnumerable<DemoOutcomeRow> rows, string model) => rows.Average(r => r.Outcomes[model].Quality);

    private static decimal Cost(IEnumerable<DemoOutcomeRow> rows, string model) => rows.Sum(r => r.Outcomes[model].CostUsd);

    private static byte[] Table(List<DemoOutcomeRow> rows)
    {
        using var stream = new MemoryStream();
        DemoWorld.WriteOutcomeTable(rows, stream);
        return stream.ToArray();
    }
}
