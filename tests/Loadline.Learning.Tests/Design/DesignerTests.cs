using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Design;
using Loadline.Learning.Reports;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Design;

/// <summary>A design of a made-up table: sums that only the large model can do, and greetings that both can.</summary>
public sealed class DesignerTests(DesignerTests.Designed designed) : IClassFixture<DesignerTests.Designed>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadline-design-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Run_Line_ProposesWhatHoldsItAtLessCost()
    {
        var report = designed.Report;
        var proposal = report.Proposal;

        Assert.True(proposal.IsProven);
        Assert.InRange(proposal.Score.Cost.Mean, 0.3, 0.75);
        Assert.True(proposal.Score.Keep.Mean >= 0.9, DesignText.Promise(report));
        Assert.Equal("loadline.yaml", proposal.File);
        Assert.Equal((1.0, 1.0), (Of(report, "always strong").Score.Keep.Mean, Of(report, "always strong").Score.Cost.Mean));
        Assert.Equal(["large", "small"], report.Models.Keys.Order());
        Assert.Contains(report.NotTried, kind => kind.StartsWith("cascade", StringComparison.Ordinal));
        Assert.NotEmpty(report.CollectNext);
    }

    [Fact]
    public void Run_EveryProposal_IsScoredAsItsConfigDecidesRowsThatNothingWasFittedOn()
    {
        var (matrix, report) = (Table(), designed.Report);
        var (train, choose, score) = DesignPart.Split(matrix, 1);
        Assert.Equal(matrix.Count, train.Length + choose.Length + score.Length);
        Assert.Empty(train.Concat(choose).Select(row => matrix.Keys[row]).Intersect(score.Select(row => matrix.Keys[row])));
        Assert.Equal((train.Length, choose.Length, score.Length), (report.TrainRows, report.ChooseRows, report.ScoreRows));
        foreach (var proposal in report.Proposals.Where(one => one.Name != "mix"))
        {
            var config = ConfigReader.Read(proposal.Config, Path.Combine(designed.Folder, "loadline.yaml"), _ => null).Config!;
            var decisions = RouteRun.Decide(config, "auto", [.. score.Select(row => matrix.Rows[row])]);
            var quality = score.Select((row, i) => (double)matrix.QualityOf(row, matrix.IndexOf(decisions[i].Candidate!))).Average();
            Assert.Equal(quality, proposal.Score.Quality, 5);
        }
    }

    [Fact]
    public void Run_Rules_SayWhichPay()
    {
        var rules = Of(designed.Report, "task rules").Rules;
        var paying = Assert.Single(rules, rule => rule.Pays);
        Assert.True(paying.Saves > 0.2 || paying.Quality.Low > 0.3, DesignText.Effect(paying));
    }

    [Theory]
    [InlineData(0.05, "small")]
    [InlineData(0.7, null)]
    public void Run_Budget_IsKept(double budget, string? only)
    {
        var report = Run(new DesignOptions { Folder = _folder.FullName, Budget = budget });
        Assert.Null(report.Line);
        if (only is not null)
        {
            // Not even the small model costs so little: nothing can be proposed but the reference, and that is said.
            Assert.False(report.Proposal.IsProven);
            return;
        }

        Assert.True(report.Proposal.IsProven);
        Assert.InRange(report.Proposal.Score.Cost.Mean, 0, budget * 1.15);
        Assert.True(report.Proposal.Score.Quality > report.Models["small"].Quality);
    }

    [Fact]
    public void Run_LineThatNothingHolds_KeepsTheReference()
    {
        var report = Designer.Run(Table(240), new DesignOptions { Folder = _folder.FullName, Line = new QualityLine(0.999, 0.001) });
        Assert.Equal("always strong", report.Chosen);
    }

    [Fact]
    public void Run_ReferenceAndSeed_AreHeeded()
    {
        // Of few rows: what is looked at is not how good it is.
        var one = Designer.Run(Table(240), new DesignOptions { Folder = _folder.FullName, Reference = "small", Seed = 2 });
        Assert.Equal(("small", 2), (one.Reference, one.Seed));
        Assert.NotEqual(DesignPart.Split(Table(240), 1).Train, DesignPart.Split(Table(240), 2).Train);
        Assert.Throws<DesignException>(() => Run(new DesignOptions { Folder = _folder.FullName, Reference = "nobody" }));
    }

    [Fact]
    public void Run_Answers_ProposesACascade()
    {
        var report = Designer.Run(Table(withAnswers: true), new DesignOptions { Folder = _folder.FullName, Line = new QualityLine(0.9, null) });
        var cascade = Of(report, "cascade");
        Assert.Contains("kind: cascade", cascade.Config, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "auto.acceptance")));
        Assert.InRange(cascade.Score.Cost.Mean, 0.2, 0.8);
        Assert.True(cascade.Score.Keep.Mean > 0.9);
    }

    [Theory]
    [InlineData(40, true, "too few")]
    [InlineData(400, false, "No outcome has a cost")]
    public void Run_TableThatDoesNotDo_SaysWhy(int rows, bool withCosts, string message) =>
        Assert.Contains(message, Assert.Throws<DesignException>(() => Designer.Run(Table(rows, withCosts), new DesignOptions { Folder = _folder.FullName })).Message, StringComparison.Ordinal);

    [Fact]
    public void Reports_SayTheSame()
    {
        var report = designed.Report;
        var (json, markdown, html) = (DesignJson.Write(report), DesignMarkdown.Write(report), DesignHtml.Write(report));
        var promise = DesignText.Promise(report);
        Assert.Contains(promise.Replace("|", "\\|", StringComparison.Ordinal), markdown, StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(promise), html, StringComparison.Ordinal);
        foreach (var proposal in report.Proposals)
        {
            var exact = proposal.Score.Cost.Mean.ToString("R", CultureInfo.InvariantCulture);
            Assert.Contains(exact, json, StringComparison.Ordinal);
            Assert.Contains($"data-value=\"{exact}\"", html, StringComparison.Ordinal);
            Assert.Contains(DesignText.Percent(proposal.Score.Cost), markdown, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("kind:", markdown, StringComparison.Ordinal);
    }

    private static DesignProposal Of(DesignReport report, string name) => report.Proposals.Single(proposal => proposal.Name == name);

    private static DesignReport Run(DesignOptions options) => Designer.Run(Table(), options);

    private static OutcomeMatrix Table(int rows = 900, bool withCosts = true, bool withAnswers = false)
    {
        var random = new Random(5);
        var made = Enumerable.Range(0, rows).Select(i =>
        {
            var isSum = i % 2 == 0;
            var smallIsRight = isSum ? random.Next(10) == 0 : random.Next(50) > 0;
            return new OutcomeRow
            {
                Id = "r" + i,
                Group = isSum ? "sum" : "talk",
                Prompt = isSum ? $"Solve for x: {i}x + {i % 7} = {3 * i}. Calculate x and prove the equation." : $"Hello there number {i}, how are you doing on this fine day?",
                Outcomes = new Dictionary<string, Outcome>
                {
                    ["small"] = Outcome(smallIsRight ? 1 : 0, 0.001m, smallIsRight ? "Sure, here is the right answer." : "wrong wrong mistaken " + i),
                    ["large"] = Outcome(random.Next(50) > 0 ? 1 : 0, 0.01m, "A thorough answer."),
                },
            };
        });
        return OutcomeMatrix.Of(new OutcomeTable([.. made]), "made-up");
        Outcome Outcome(double quality, decimal cost, string text) =>
            new() { Quality = quality, Cost = withCosts ? cost : null, Response = withAnswers ? text : null };
    }

    /// <summary>One design that several tests look at.</summary>
    public sealed class Designed : IDisposable
    {
        private readonly DirectoryInfo _own = Directory.CreateTempSubdirectory("loadline-designed-");

        public Designed() => Report = Run(new DesignOptions { Folder = Folder, Line = new QualityLine(0.9, null) });

        public string Folder => _own.FullName;

        public DesignReport Report { get; }

        public void Dispose() => _own.Delete(recursive: true);
    }
}
