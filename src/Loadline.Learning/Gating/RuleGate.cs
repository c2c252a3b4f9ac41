using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Gating;

/// <summary>Tests each rule against the rules without it, in each segment: a rule fails where it lowers quality by more than the line allows.</summary>
/// <remarks>
/// e = served without − served with the rule − (1 − keep) · reference (for <c>lose</c>: lost with − lost without − lose), the mean over each
/// unit's rows of one segment that the rule decides. H0: E[e] ≤ 0, the rule is harmless. It fails where a bet rejects that at δ over the
/// number of rules, segments and parts of the line (Bonferroni), so a harmless config is stopped with probability δ at most. The interval
/// is the normal one, at the same share of δ.
/// </remarks>
public sealed class RuleGate(LoadlineConfig config, RouteConfig route, QualityLine line, CertifyingRows rows)
{
    private const int LeastUnits = 20;
    private const double TypicalSquare = 0.15;
    private const string Everything = "all";

    /// <summary>Tests every rule of the route in every segment with enough units; rules with too few anywhere are findings, too.</summary>
    public IReadOnlyList<GateFinding> Run()
    {
        var segments = RowSegments.Of(config, rows.Rows);
        var with = RouteRun.Decide(config, route.Name, rows.Rows);
        var looks = route.Rules.SelectMany(rule => LooksAt(rule.Name, with, segments)).ToList();
        var tested = looks.Where(look => look.Units >= LeastUnits).ToList();
        return [.. tested.Select(look => Test(look, line.Delta / tested.Count)), .. looks.Where(look => look.Segment == Everything && look.Units < LeastUnits).Select(Few)];
    }

    private IEnumerable<Look> LooksAt(string rule, RowDecision[] with, IReadOnlyList<string>[] segments)
    {
        var less = RouteRun.With(config, route.Name, one => one with { Rules = [.. one.Rules.Where(other => other.Name != rule)] });
        var without = RouteRun.Decide(less, route.Name, rows.Rows);
        int[] decided = [.. Enumerable.Range(0, with.Length).Where(row => with[row].Rule == rule)];
        Look Of(string segment, int[] at) => new(rule, segment, at, rows.UnitMeans(at, _ => 0).Length, with, without);
        return decided.SelectMany(row => segments[row].Select(segment => (row, segment)))
            .GroupBy(pair => pair.segment, pair => pair.row, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Of(group.Key, [.. group]))
            .Prepend(Of(Everything, decided));
    }

    private GateFinding Few(Look look) => new(
        route.Name,
        $"rule {look.Rule}",
        true,
        $"decides {look.Units} units: fewer than {LeastUnits} say nothing of it. Add cases that it is for.");

    private GateFinding Test(Look look, double delta)
    {
        var parts = (line.Keep is null ? 0 : 1) + (line.Lose is null ? 0 : 1);
        var isHarmful = (line.Keep is { } keep && Rejects(rows.UnitMeans(look.Rows, row => Drop(look, row) - ((1 - keep) * Reference(row))), 1 - keep, delta / parts))
            || (line.Lose is { } lose && Rejects(rows.UnitMeans(look.Rows, row => Lost(look.With[row], row) - Lost(look.Without[row], row) - lose), lose, delta / parts));
        var drops = rows.UnitMeans(look.Rows, row => Drop(look, row));
        var mean = drops.Average();
        var error = Normal.Quantile(1 - (delta / 2)) * Math.Sqrt(drops.Sum(drop => (drop - mean) * (drop - mean)) / Math.Max(1, drops.Length - 1) / drops.Length);
        return new GateFinding(
            route.Name,
            $"rule {look.Rule}, segment {look.Segment}",
            !isHarmful,
            string.Create(
                CultureInfo.InvariantCulture,
                $"changes quality by {-mean:+0.000;-0.000;0.000} [{-mean - error:+0.000;-0.000;0.000}, {-mean + error:+0.000;-0.000;0.000}] on {look.Rows.Length} rows{(isHarmful ? ": more than the line allows" : "")}"))
        {
            Figure = new GateFigure("change of mean quality by the rule", -mean, -mean - error, -mean + error, -Allowed(look), look.Rows.Length),
        };
    }

    // Of mean quality where the line keeps a share of it, else the share of requests that it lets be lost.
    private double Allowed(Look look) => line.Keep is { } keep ? (1 - keep) * rows.UnitMeans(look.Rows, Reference).Average() : line.Lose ?? 0;

    private static bool Rejects(double[] values, double allowed, double delta)
    {
        var bet = new DeadlineBet(values.Length, delta, -1 - allowed, TypicalSquare);
        foreach (var value in values)
        {
            bet.Add(value);
        }

        return bet.IsRejected;
    }

    private double Drop(Look look, int row) => Quality(look.Without[row], row) - Quality(look.With[row], row);

    private double Lost(RowDecision decision, int row) => QualityLine.IsLost(Quality(decision, row), Reference(row)) ? 1 : 0;

    private double Quality(RowDecision decision, int row) => decision.Candidate is { } name ? rows.Rows[row].Outcomes[name].Quality : 0;

    private double Reference(int row) => rows.Rows[row].Outcomes[rows.ReferenceName].Quality;

    private sealed record Look(string Rule, string Segment, int[] Rows, int Units, RowDecision[] With, RowDecision[] Without);
}
