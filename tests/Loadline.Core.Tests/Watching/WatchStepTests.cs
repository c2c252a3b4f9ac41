using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Core.Watching;

namespace Loadline.Core.Tests.Watching;

/// <summary>What audits and labels do to a route: it steps back where the line fails, and no further than it must.</summary>
public sealed class WatchStepTests
{
    [Theory]
    [InlineData(1.0, "Setting 1 of 2 serves.", 1)]
    [InlineData(0.0, "The reference serves.", 2)]
    public void Take_TheLineFails_StepsBackToWhatHolds(double safer, string where, int steps)
    {
        var route = new Watched();
        for (var i = 0; i < 40 && route.Told.Count == 0; i++)
        {
            route.Audit(0, 1, safer);
        }

        var told = Assert.Single(route.Told);
        Assert.Equal(RouteEventKinds.SteppedBack, told.Kind);
        Assert.EndsWith(where, told.Why, StringComparison.Ordinal);
        Assert.Equal((steps, 1), (route.Standing.StepsBack, route.Standing.Alarms));
    }

    [Fact]
    public void Take_TheLineHolds_NothingIsTold()
    {
        var route = new Watched();
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            route.Audit(random.NextDouble() < 0.95 ? 1 : 0, 1);
        }

        Assert.Empty(route.Told);
        Assert.Equal(1_000, route.Standing.Watch.Audits);
        Assert.InRange(route.Standing.Watch.Realised.Kept(0.95)!.Value.Value, 0.93, 0.97);
    }

    [Fact]
    public void Take_AfterSteppingBack_RecoversByProofAndForgetsWhatWasNoticed()
    {
        var route = new Watched();
        while (route.Standing.Alarms == 0)
        {
            route.Audit(0, 1, 0);
        }

        while (route.Standing.Recoveries == 0 && route.Standing.Watch.RecoveryAudits < 500)
        {
            route.Audit(1, 1, 1);
        }

        Assert.Equal((0, 1), (route.Standing.StepsBack, route.Standing.Recoveries));
        Assert.Equal([RouteEventKinds.SteppedBack, RouteEventKinds.Recovered], route.Kinds);
        Assert.Equal(0, route.Standing.Watch.Audits);

        // The second alarm may be false with a third of the first's probability.
        Assert.Equal(0.05 / 2, WatchStep.Delta(new QualityLine(0.9, null), 1), 12);
        Assert.Equal(0.05 / 6, WatchStep.Delta(new QualityLine(0.9, null), 2), 12);
    }

    // Half of the rare stratum is lost, a tenth of all: the line holds, and only weights can tell.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Take_AStratumAuditedMoreOften_CountsAsMuchAsItHasTraffic(bool isWeighted)
    {
        var route = new Watched();
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var isRare = random.NextDouble() < 0.1;
            var isRight = !isRare || random.NextDouble() < 0.5;
            if (random.NextDouble() < (isRare ? 1 : 0.05))
            {
                route.Audit(isRight ? 1 : 0, 1, change: one => one with { Details = one.Details with { Weight = isWeighted ? (isRare ? 0.05 : 1) : null } });
            }
        }

        Assert.Equal(isWeighted ? [] : [RouteEventKinds.SteppedBack], route.Kinds);
    }

    // A judge who is wrong on a fifth of all grades sees no decline of a fifth; people see it.
    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.3, true)]
    public void TakeLabel_AWrongJudge_IsCorrected(double labels, bool isFound)
    {
        var route = new Watched(new AuditConfig { Labels = labels, JudgeError = 0.9 });
        var random = new Xoshiro256(5);
        for (var i = 0; i < 3_000 && !route.Kinds.Any(); i++)
        {
            var served = random.NextDouble() < 0.75 ? 1.0 : 0;
            var isDrawn = labels > 0 && random.NextDouble() < labels;
            var weight = (route.Standing.Watch.Trust ?? JudgeTrust.Start).Weight;

            // It calls everything right that is asked for.
            var audit = route.Audit(1, 1, change: one => one with
            {
                LabelRate = isDrawn ? labels : 0,
                Details = one.Details with { JudgeWeight = labels > 0 ? weight : null },
            });
            if (isDrawn)
            {
                route.Label(audit, served, 1);
            }
        }

        Assert.Equal(isFound ? [RouteEventKinds.SteppedBack] : [], route.Kinds);
    }

    // Whatever is thought of the judge, the mean is the people's: 400 routes at their line, a judge who is wrong by chance.
    [Fact]
    public void TakeLabel_AtTheLine_AlarmsNoMoreThanDelta()
    {
        const int Runs = 400;
        var alarms = 0;
        for (var run = 1; run <= Runs; run++)
        {
            var (random, bet, trust) = (new Xoshiro256((ulong)run), new LineBet(new QualityLine(0.9, null), proves: false, 0.2), JudgeTrust.Start);
            var highest = 0.0;
            for (var i = 0; i < 1_500; i++)
            {
                var truth = (Served: random.NextDouble() < 0.9 ? 1.0 : 0, Reference: 1.0);
                var judged = (random.NextDouble() < 0.2 ? 1 - truth.Served : truth.Served, truth.Reference);
                if (random.NextDouble() < 0.2)
                {
                    bet.AddLabelled(judged, truth, 0.2, judgeWeight: trust.Weight);
                    trust = trust.Add(bet.Value(judged), bet.Value(truth));
                }
                else
                {
                    bet.Add(judged.Item1, judged.Reference, trust.Weight);
                }

                highest = Math.Max(highest, bet.Wealth);
            }

            alarms += highest * 0.05 >= 1 ? 1 : 0;
        }

        Assert.True(Binomial.AtLeast(alarms, Runs, 0.05) > 0.001, $"{alarms} of {Runs}");
    }

    [Theory]
    [InlineData(0.8, 0.8, 0.95)]
    [InlineData(0.8, -0.8, 0.05)]
    public void JudgeTrust_FollowsHowLabelsGoWithGrades(double judged, double labelled, double limit)
    {
        var trust = JudgeTrust.Start;
        Assert.Equal(0.5, trust.Weight);
        for (var i = 0; i < 100; i++)
        {
            trust = trust.Add(judged, labelled);
        }

        Assert.True(limit > 0.5 ? trust.Weight > limit : trust.Weight < limit, $"{trust.Weight}");
    }

    // To the instant: a certificate holds until it ends, and not at the end.
    [Theory]
    [InlineData(-1, "certified")]
    [InlineData(0, "the certificate expired on 1970-04-01")]
    public void Serving_AtTheCertificatesEnd_Observes(int ticks, string why)
    {
        var certificate = Watched.Certificate;
        var route = new RouteConfig
        {
            Name = "auto",
            Pool = ["small", "large"],
            Reference = "large",
            Mode = RouteMode.Enforce,
            Quality = certificate.Line,
            Certificate = certificate,
            Policy = new FixedPolicyConfig("small"),
        };
        var serving = RouteServing.Of(route, digest => digest == certificate.RouteDigest, new RouteStanding { Route = "auto" }, certificate.Expires.AddTicks(ticks));
        Assert.Equal(why, serving.Why);
        Assert.Equal(ticks < 0 ? RouteMode.Enforce : RouteMode.Observe, serving.Mode.Mode);
    }
}
