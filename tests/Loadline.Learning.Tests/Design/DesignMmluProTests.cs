using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Design;
using Loadline.Learning.Tables;
using Loadline.Learning.Training;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Learning.Tests.Design;

/// <summary>The promise of a design, held against rows that it has never seen.</summary>
public sealed class DesignMmluProTests(ITestOutputHelper output)
{
    [DataFact("outcomes/mmlu-pro.jsonl")]
    public void MmluPro_KeepNineteenTwentieths_UnseenRowsHoldLineAndCost()
    {
        var folder = Directory.CreateTempSubdirectory("loadline-design-");
        try
        {
            var table = OutcomeTable.Load(DataFolder.Path("outcomes/mmlu-pro.jsonl"));
            var units = new RowUnits();
            var shares = SplitShares.Parse("design=75,unseen=25");
            var parts = table.Rows.ToLookup(row => shares.PartOf(units.Find(row), 1));
            string[] models = ["gpt-4o-2024-05-13", "gemini-1.5-pro-002", "gemini-1.5-flash-002", "deepseek-v2-chat"];
            var report = Designer.Run(
                OutcomeMatrix.Of(new OutcomeTable([.. parts[0]]), "design", models), new DesignOptions { Folder = folder.FullName, Reference = models[0], Line = new QualityLine(0.95, null) });

            var unseen = CertifyingRows.Of([new OutcomeTable([.. parts[1]])], models, models[0]);
            var config = ConfigReader.Read(report.Proposal.Config, Path.Combine(folder.FullName, "loadline.yaml"), _ => null).Config!;
            var decisions = RouteRun.Decide(config, "auto", unseen.Rows);
            var served = unseen.Of(row => decisions[row].Candidate);
            var (keep, cost) = (served.Served.Average() / unseen.Reference.Average(), served.Cost.Average() / unseen.ReferenceCost);
            var promise = report.Proposal.Score;
            output.WriteLine(FormattableString.Invariant(
                $"{report.Proposal.Name}: promised {promise.Cost.Mean:0.0%} [{promise.FreshCost.Low:0.0%}, {promise.FreshCost.High:0.0%}] at {promise.Keep.Mean:0.000}; {unseen.Units} unseen units: {cost:0.0%} at {keep:0.000}"));
            Assert.True(keep >= 0.95);
            Assert.InRange(cost, promise.FreshCost.Low, promise.FreshCost.High);
            Assert.True(promise.Cost.Mean < 0.25);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
