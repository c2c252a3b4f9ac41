using System.Security.Cryptography;
using System.Text;
using Loadline.Cli.Demo;
using Loadline.Core.Catalog;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Wire.OpenAI;

namespace Loadline.Cli.Tests.Demo;

/// <summary>What the demo's config makes of its workload, decided without any call.</summary>
public sealed class DemoRoutingTests
{
    private static readonly RuntimeSnapshot Snapshot = SnapshotBuilder.Build(DemoConfig.Load(speed: 1), null, BuiltInCatalog.Instance);
    private static readonly List<(DemoOutcomeRow Row, string? Rule, string Model, List<string> Plan)> Decisions = [.. DemoWorld.BuildOutcomes(seed: 1).Select(Decide)];

    [Fact]
    public void Rules_OverTheWorkload_AllFireButTheCallersOwn()
    {
        var fired = Decisions.Select(decision => decision.Rule).ToHashSet();
        Assert.Equal(["critical"], Snapshot.Find("auto")!.Rules.Select(rule => rule.Name).Where(name => !fired.Contains(name)));
        Assert.Contains(null, fired);
    }

    [Fact]
    public void PrivateData_AnyFailure_StaysOnPremises()
    {
        var plans = Decisions.Where(decision => decision.Rule == "private-data").Select(decision => decision.Plan).ToList();
        Assert.True(plans.Count >= 5);
        Assert.All(plans.SelectMany(plan => plan), model => Assert.Contains(model, (string[])["sim-small", "sim-medium"]));
    }

    /// <summary>The bounds were set on the even half; the odd half says what that is worth on prompts they were not set on.</summary>
    [Theory]
    [InlineData(0, 0.96)]
    [InlineData(1, 0.92)]
    public void Route_EachHalfOfTheWorkload_KeepsMostQualityAtLessThanHalfOfTheCost(int half, double leastShare)
    {
        var rows = Decisions.Where(decision => (SHA256.HashData(Encoding.UTF8.GetBytes(decision.Row.Id))[^1] & 1) == half).ToList();
        var quality = rows.Average(decision => decision.Row.Outcomes[decision.Model].Quality);
        var cost = rows.Sum(decision => decision.Row.Outcomes[decision.Model].CostUsd);
        var share = quality / rows.Average(decision => decision.Row.Outcomes[DemoModels.Reference].Quality);
        Assert.True(share >= leastShare, $"{share:0.000}");
        Assert.InRange(cost / rows.Sum(decision => decision.Row.Outcomes[DemoModels.Reference].CostUsd), 0.3m, 0.46m);
    }

    private static (DemoOutcomeRow Row, string? Rule, string Model, List<string> Plan) Decide(DemoOutcomeRow row)
    {
        var context = new RoutingContext();
        context.Facts.Reset(row.Body);
        Assert.True(ChatRequestScanner.Scan(context.Facts).Ok);
        context.Begin(Snapshot, new Random(1));
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, Snapshot.Find("auto")));
        List<string> plan = [];
        foreach (var index in context.Plan)
        {
            plan.Add(context.Candidates.All[index].Name);
        }

        return (row, context.Rule?.Name, context.Planned!.Name, plan);
    }
}
