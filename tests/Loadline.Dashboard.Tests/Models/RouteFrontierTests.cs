using Loadline.Core.Ledger;
using Loadline.Dashboard.Models;

namespace Loadline.Dashboard.Tests.Models;

public sealed class RouteFrontierTests
{
    [Fact]
    public void Hull_KeepsOnlyWhatNoMixBeats()
    {
        List<(double, double)> points = [(1, 0.5), (2, 0.55), (3, 0.9), (4, 0.8), (6, 0.95), (5, 0.91)];
        Assert.Equal([(1, 0.5), (3, 0.9), (6, 0.95)], RouteFrontier.Hull(points));
    }

    [Fact]
    public void Draw_AuditsOfEveryCandidate_ShowsOracleAboveTheSingleModels()
    {
        var audits = Enumerable.Range(0, 20).Select(i => Audit(i, new AuditAnswer("small", i % 2, 0.001m), new AuditAnswer("large", 1 - (i % 2 / 2.0), 0.01m))).ToList();
        var chart = RouteFrontier.Draw("auto", audits);
        Assert.Contains("of 20 audits", chart, StringComparison.Ordinal);

        // Half of the questions at 0.001 with grade 1, half at 0.01 with grade 1.
        Assert.Contains("<td data-value=\"0.0055\">$0.0055</td><td data-value=\"1\">", chart, StringComparison.Ordinal);
        Assert.Equal("", RouteFrontier.Draw("other", audits));
        Assert.Equal("", RouteFrontier.Draw("auto", audits.Take(RouteFrontier.Fewest - 1)));
    }

    private static AuditRecord Audit(int i, params AuditAnswer[] answers) =>
        new($"{i}", DateTimeOffset.UnixEpoch, "auto", "small", "large", 1, 1, 0.1, "judge", null) { Details = new AuditDetails { Answers = answers } };
}
