using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Core.Signals;
using Loadline.Learning.Certification;
using Loadline.Learning.Tests.Support;
using Loadline.Learning.Tests.Training;

namespace Loadline.Learning.Tests.Certification;

/// <summary>The error probability is shared among segments by their sizes alone, and each is proven or left to the reference.</summary>
public sealed class SegmentCertifierTests
{
    private static readonly QualityLine Line = new(0.9, null) { By = SegmentKind.Tenant };
    private static readonly LoadlineConfig Config = Configs.Of("policy: { kind: fixed, use: small }");

    [Fact]
    public void Run_SegmentsOfAllKinds_SharesDeltaAndSaysWhatIsLacking()
    {
        // Of 100, 90 and 80 units; one is hopeless, one too small, and of some rows the tenant is not named.
        var report = Certify([.. Tenant("a", 100, 1), .. Tenant("b", 90, 0), .. Tenant("c", 80, 1), .. Tenant("d", 10, 1), .. Tenant(null, 20, 1)]);
        Assert.Equal(["a", "b", "c", null, "d"], report.Segments.Select(segment => segment.Segment));
        Assert.Equal([true, false, true, false, false], report.Segments.Select(segment => segment.Holds));

        // Three share it; the first passes its share on, the second has nothing left to pass.
        Assert.Equal([0.0133, 0.0267, 0.0133], report.Segments.Take(3).Select(segment => Math.Round(segment.Certification!.Delta, 4)));
        Assert.Null(report.Segments[1].Lacks);
        Assert.Null(report.Segments[3].Certification);
        Assert.Equal(RowsNeeded.Least(Line, 0.04 / 3) - 10, report.Segments[4].Lacks);

        // As a whole: small for 180 units, the reference for 120.
        Assert.Equal(((180 * 1.0) + (120 * 10)) / (300 * 10), report.Proven!.Cost, 6);
        Assert.Equal(1, report.Proven.Keep, 6);
        Assert.Empty(report.Frontier);
    }

    [Fact]
    public void Run_SessionsThatSpanSegments_PassNothingOn()
    {
        var rows = Tenant("a", 100, 1).Concat(Tenant("b", 90, 1)).ToList();
        rows[0] = rows[0] with { Cluster = "s" };
        rows[150] = rows[150] with { Cluster = "s" };
        Assert.Equal([0.02, 0.02], Shares(rows));
        Assert.Equal([0.02, 0.04], Shares([.. Tenant("a", 100, 1), .. Tenant("b", 90, 1)]));
    }

    [Fact]
    public void Run_NoSegmentWithEnoughUnits_ProvesNothing()
    {
        var report = Certify([.. Tenant("a", 12, 1), .. Tenant("b", 10, 1)]);
        Assert.Null(report.Proven);
        Assert.All(report.Segments, segment => Assert.True(segment.Lacks > 0));
    }

    // All segments a hair below the line: whatever is passed on, any wrong acceptance has probability δ at most.
    [Fact]
    public void Run_SegmentsAtTheBoundary_AreWronglyAcceptedNoMoreThanDelta()
    {
        const int Draws = 400;
        var random = new Random(7);
        var wrong = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var rows = new[] { "a", "b", "c", "d" }.SelectMany(name => Tenant(name, 80, () => random.NextDouble() < 0.1 ? 0 : 1, draw));
            wrong += Certify([.. rows]).Proven is null ? 0 : 1;
        }

        // 0.04 of 400 are 16; 35 have probability below 1e-5, and the seed is fixed. With all of δ for each of the four it would be about 60.
        Assert.InRange(wrong, 1, 34);
    }

    private static IEnumerable<double> Shares(IReadOnlyList<OutcomeRow> rows) => Certify(rows).Segments.Select(segment => Math.Round(segment.Certification!.Delta, 6));

    private static CertifyReport Certify(IReadOnlyList<OutcomeRow> rows) =>
        Certifier.Run(new CertifyRequest(Config, "auto", Line, 1), Certifier.Check(Config, "auto", [new OutcomeTable([.. rows])]), evaluate: false);

    private static IEnumerable<OutcomeRow> Tenant(string? name, int count, double small) => Tenant(name, count, () => small, 0);

    private static IEnumerable<OutcomeRow> Tenant(string? name, int count, Func<double> small, int draw) => Enumerable.Range(0, count).Select(i => Rows.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"id\":\"{name}{i}\",\"prompt\":\"prompt {draw} {name} {i}\"{(name is null ? "" : ",\"tenant\":\"" + name + "\"")},\"outcomes\":{{\"small\":{{\"quality\":{small()},\"cost\":1}},\"large\":{{\"quality\":1,\"cost\":10}}}}}}")));
}
