using Loadline.Core.Certificates;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Tests.Support;
using Loadline.Learning.Tests.Training;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Certification;

/// <summary>Rows that cannot certify are refused, each with what is wrong and what to do; what can, certifies.</summary>
public sealed class CertifyingRowsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"small\":{\"quality\":1,\"model_version\":\"1\"},\"large\":{\"quality\":1}", "\"small\":{\"quality\":1,\"model_version\":\"2\"},\"large\":{\"quality\":1}", "mix `model_version`")]
    [InlineData("\"small\":{\"quality\":1,\"price\":3},\"large\":{\"quality\":1}", "\"small\":{\"quality\":1,\"price\":4},\"large\":{\"quality\":1}", "mix `price`")]
    [InlineData("\"small\":{\"quality\":1},\"large\":{\"quality\":1}", "\"small\":{\"quality\":1}", "1 of 2 rows have no graded outcome of the reference large")]
    [InlineData("\"small\":{\"quality\":1},\"large\":{\"quality\":1}", "\"large\":{\"quality\":1}", "1 of 2 rows have no graded outcome of small")]
    public void Of_OutcomesThatCannotCertify_AreRefused(string first, string second, string expected)
    {
        OutcomeRow[] rows = [Row("a", first), Row("b", second)];
        Assert.Contains(expected, Refused([.. rows]), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FeaturesInPlaceOfAPrompt_AreRefused() => Assert.Contains(
        "'b' has no prompt",
        Refused([Row("a", "\"small\":{\"quality\":1},\"large\":{\"quality\":1}"), Row("b", "\"small\":{\"quality\":1},\"large\":{\"quality\":1}") with { Prompt = null }]),
        StringComparison.Ordinal);

    [Fact]
    public void Of_TablesOfDifferentPriceSnapshots_AreRefused()
    {
        static OutcomeTable Table(string id, string header) => Load(header + "\n" + Rows.Line(id, "prompt " + id, 1, 1));
        var error = Assert.Throws<CertifyException>(() => CertifyingRows.Of(
            [Table("a", "{\"loadline_table\":1,\"candidates\":{\"small\":{\"price\":1}}}"), Table("b", "{\"loadline_table\":1,\"candidates\":{\"small\":{\"price\":2}}}")], ["small", "large"], "large"));
        Assert.Contains("different things of their candidates", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_RowsOfOneSessionOrPrompt_AreOneUnit()
    {
        var rows = CertifyingRows.Of(
            [new OutcomeTable([Row("a", 1, 1), Row("b", 0, 1) with { Prompt = "prompt a" }, Row("c", 1, 1) with { Cluster = "s" }, Row("d", 0, 0) with { Cluster = "s" }, Row("e", 0, 1)])], ["small"], "large");
        Assert.Equal(3, rows.Units);
        var served = rows.Of(_ => "small");
        Assert.Equal([0f, 0.5f, 0.5f], served.Served.Order());
        Assert.Equal([0f, 0.5f, 1f], served.Lost.Order());
        Assert.Equal([0.5, 1.0], rows.UnitMeans([0, 1, 2], row => rows.Rows[row].Outcomes["small"].Quality).Order());
    }

    [Fact]
    public void Check_TrainingPrompts_AreRefused()
    {
        var (config, table) = Trained();
        var error = Assert.Throws<CertifyException>(() => Certifier.Check(config, "auto", [new OutcomeTable([.. table.Rows.Skip(250).Take(100)])]));
        Assert.Contains("50 of 100 prompts were trained on", error.Message, StringComparison.Ordinal);
        Assert.InRange(Certifier.Check(config, "auto", [new OutcomeTable([.. table.Rows.Skip(300)])]).Units, 280, 300);
    }

    [Fact]
    public void Run_TrainedRoute_ProvesACheaperSettingAndCountsAttempts()
    {
        var (config, table) = Trained();
        var line = new QualityLine(0.9, null);
        var rows = Certifier.Check(config, "auto", [new OutcomeTable([.. table.Rows.Skip(300)])]);
        var report = Certifier.Run(new CertifyRequest(config, "auto", line, 1), rows, evaluate: true);
        Assert.InRange(report.Proven!.Cost, 0.1, 0.75);
        Assert.True(report.HasKnob);
        Assert.Equal(0.04, report.Delta, 1e-12);
        Assert.NotNull(report.ClairvoyantCost);
        Assert.True(report.ZeroCost > report.Proven.Cost, $"{report.ZeroCost} {report.Proven.Cost}");
        Assert.Equal([0.95, 0.98, 0.99], report.Frontier.Select(row => row.Keep));
        var second = Certifier.Run(new CertifyRequest(config, "auto", line, 3), rows, evaluate: false);
        Assert.Equal(AttemptShares.Of(3) * 0.05, second.Delta, 1e-12);
        Assert.True(second.Steps.Count(step => step.Holds) <= report.Steps.Count(step => step.Holds));
        Assert.Null(second.ClairvoyantCost);
    }

    // Who looks at other tenants on the same rows looks again.
    [Fact]
    public void Digest_RowsOfAnotherTenant_AreAnotherAttempt()
    {
        static CertifyingRows Of(string more) => CertifyingRows.Of(
            [new OutcomeTable([Rows.Parse($"{{\"id\":\"a\",\"prompt\":\"prompt a\"{more},\"outcomes\":{{\"small\":{{\"quality\":1}},\"large\":{{\"quality\":1}}}}}}")])], ["small", "large"], "large");
        int Enter(string more)
        {
            var rows = Of(more);
            return AttemptBook.Open(_folder.At("attempts.json")).Enter(rows.Digest(), rows.Prompts, "certify", DateTimeOffset.UnixEpoch);
        }

        Assert.Equal([1, 2, 3, 2], [Enter(""), Enter(",\"tenant\":\"shop\""), Enter(",\"tenant\":\"search\""), Enter(",\"tenant\":\"shop\"")]);
    }

    [Fact]
    public void Run_TooFewRows_SaysHowManyItTakes()
    {
        var config = Configs.Of("policy: { kind: fixed, use: small }");
        var rows = Certifier.Check(config, "auto", [new OutcomeTable([.. Enumerable.Range(0, 20).Select(i => Row("r" + i, 1, 1))])]);
        var error = Assert.Throws<CertifyException>(() => Certifier.Run(new CertifyRequest(config, "auto", new QualityLine(0.95, null), 1), rows, evaluate: false));
        Assert.Contains($"20 units are too few: even a route that never differs from a perfect reference takes {RowsNeeded.Least(new QualityLine(0.95, null), 0.04)}", error.Message, StringComparison.Ordinal);
    }

    private (Core.Configuration.LoadlineConfig Config, OutcomeTable Table) Trained()
    {
        var matrix = SyntheticTable.Create(600);
        var artifact = Trainer.Train(matrix, RowFeatures.Of(matrix.Rows), [.. Enumerable.Range(0, 300)], new TrainingOptions { Reference = "large" }).Artifact;
        File.WriteAllBytes(_folder.At("auto.policy"), PolicyArtifactFile.Write(artifact));
        return (Configs.Of("policy: { kind: predictive, artifact: auto.policy }", Path.GetDirectoryName(_folder.At("x"))), new OutcomeTable(matrix.Rows));
    }

    private static string Refused(IReadOnlyList<OutcomeRow> rows) =>
        Assert.Throws<CertifyException>(() => CertifyingRows.Of([new OutcomeTable(rows)], ["small", "large"], "large")).Message;

    private static OutcomeRow Row(string id, string outcomes) => Rows.Parse($"{{\"id\":\"{id}\",\"prompt\":\"prompt {id}\",\"outcomes\":{{{outcomes}}}}}");

    private static OutcomeRow Row(string id, double small, double large) => Rows.Parse(Rows.Line(id, "prompt " + id, small, large));

    private static OutcomeTable Load(string text)
    {
        using var folder = new TempFolder();
        return OutcomeTable.Load(folder.Write("t.jsonl", text));
    }
}
