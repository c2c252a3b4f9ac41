using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>Signs that something is not as it was: told where it is so, told once, and not told where it is not.</summary>
public sealed class WatchDriftTests
{
    private const int Enough = 600;

    private static readonly Dictionary<string, double> Certified = new()
    {
        ["task math"] = 0.3,
        ["task code"] = 0.3,
        ["task chat"] = 0.4,
        ["language en"] = 0.9,
        ["language de"] = 0.1,
    };

    [Theory]
    [InlineData(0.30, 0.10, false)]
    [InlineData(0.55, 0.10, true)]
    [InlineData(0.30, 0.40, true)]
    public void Mix_OtherRequestsThanWereCertifiedOn_AreTold(double math, double german, bool isTold)
    {
        var route = new Watched(mix: Certified);
        Run(route, Enough, (random, audit) => audit with
        {
            Details = audit.Details with { Segments = [Task(random.NextDouble(), math), random.NextDouble() < german ? "language de" : "language en", "length 64-256"] },
        });
        Assert.Equal(isTold ? [RouteEventKinds.InputDrift] : [], route.Kinds);
        Assert.All(route.Told, told => Assert.Contains(german > 0.1 ? "language de is lately" : "task math is lately", told.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Mix_ASegmentThatNoRowHad_IsTold()
    {
        var route = new Watched(mix: Certified);
        Run(route, Enough, (random, audit) => audit with { Details = audit.Details with { Segments = [random.NextDouble() < 0.4 ? "task poetry" : Task(random.NextDouble(), 0.3)] } });
        Assert.Contains("task poetry", Assert.Single(route.Told).Why, StringComparison.Ordinal);
    }

    // Audited ten times as often, a segment is no more frequent than it was.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mix_AStratumThatIsAuditedMoreOften_IsTakenForTrafficOnlyWithoutWeights(bool isWeighted)
    {
        var route = new Watched(mix: Certified);
        Run(route, 3_000, (random, audit) =>
        {
            var task = Task(random.NextDouble(), 0.3);
            var rate = task == "task math" ? 1 : 0.1;
            return random.NextDouble() >= rate ? null
                : audit with { Details = audit.Details with { Segments = [task], Weight = isWeighted ? 0.1 / rate : null } };
        });
        Assert.Equal(isWeighted ? [] : [RouteEventKinds.InputDrift], route.Kinds);
    }

    [Theory]
    [InlineData(0.3, 0.34, false)]
    [InlineData(0.3, 0.6, true)]
    [InlineData(0.5, 0.2, true)]
    public void ReferenceShare_ThatMoved_IsTold(double before, double after, bool isTold)
    {
        var route = new Watched();
        Run(route, ShiftWatch.Beginning, (random, audit) => random.NextDouble() < before ? audit with { Served = "large" } : audit);
        Run(route, Enough, (random, audit) => random.NextDouble() < after ? audit with { Served = "large" } : audit, seed: 7);
        Assert.Equal(isTold ? [RouteEventKinds.InputDrift] : [], route.Kinds);
        Assert.All(route.Told, told => Assert.Contains(after > before ? "more often" : "less often", told.Why, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.02, false)]
    [InlineData(0.3, true)]
    public void Novelty_ThatRose_IsTold(double after, bool isTold)
    {
        var route = new Watched();
        Run(route, ShiftWatch.Beginning, (random, audit) => Novel(audit, random.NextDouble() < 0.02));
        Run(route, Enough, (random, audit) => Novel(audit, random.NextDouble() < after), seed: 7);
        Assert.Equal(isTold ? [RouteEventKinds.InputDrift] : [], route.Kinds);
    }

    [Theory]
    [InlineData(0.9, false)]
    [InlineData(0.6, true)]
    public void Provider_WhoseGradesFell_IsTold(double after, bool isTold)
    {
        // The reference does what the small model does: the line holds, whoever fell.
        var route = new Watched();
        Run(route, ShiftWatch.Beginning, (random, audit) => Both(audit, random.NextDouble() < 0.9));
        Run(route, Enough, (random, audit) => Both(audit, random.NextDouble() < after), seed: 7);
        Assert.Equal(isTold ? [RouteEventKinds.ProviderDrift, RouteEventKinds.ProviderDrift] : [], route.Kinds);
    }

    [Theory]
    [InlineData(0.05, 0.10, false)]
    [InlineData(0.35, 0.10, true)]
    [InlineData(0.35, 0.60, false)]
    public void Judge_ContradictedMoreThanItMay_IsToldOnce(double wrong, double may, bool isTold)
    {
        var route = new Watched(new AuditConfig { Labels = 0.5, JudgeError = may });
        var random = new Xoshiro256(3);
        for (var i = 0; i < 200; i++)
        {
            var audit = route.Audit(1, 1, change: one => one with { LabelRate = 0.5 });
            // Wrong about both, so that the line holds all the same.
            var grade = random.NextDouble() < wrong ? 0 : 1;
            route.Label(audit, grade, grade);
        }

        Assert.Equal(isTold ? [RouteEventKinds.JudgeError] : [], route.Kinds);
        Assert.All(route.Told, told => Assert.Contains("drawn labels contradict critic", told.Why, StringComparison.Ordinal));
        Assert.Equal(200, route.Standing.Watch.Labelled);
        Assert.Equal(0, route.Standing.Watch.WaitingForLabels);
    }

    [Fact]
    public void Forget_ANewWatch_MayTellAgain()
    {
        var kept = WatchDrift.Forget(new Dictionary<string, string> { ["mix"] = "moved", ["judge"] = "wrong", ["provider:small"] = "worse", ["alias:small@a"] = "s-1", ["serving"] = "x" });
        Assert.Equal(["alias:small@a", "serving"], kept.Keys.Order());
    }

    private static string Task(double u, double math) => u < math ? "task math" : u < math + ((1 - math) * 3 / 7) ? "task code" : "task chat";

    private static AuditRecord Novel(AuditRecord audit, bool isNovel) => audit with { Details = audit.Details with { Novelty = isNovel ? 1.5 : 0.5 } };

    private static AuditRecord Both(AuditRecord audit, bool isRight) => audit with
    {
        ServedQuality = isRight ? 1 : 0,
        ReferenceQuality = isRight ? 1 : 0,
        Details = audit.Details with { StepQualities = [isRight ? 1 : 0, isRight ? 1 : 0] },
    };

    private static void Run(Watched route, int count, Func<Random, AuditRecord, AuditRecord?> change, int seed = 1)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            route.AuditIf(audit => change(random, audit));
        }
    }
}
