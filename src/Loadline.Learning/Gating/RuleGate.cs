using System.Globalization;
using Loadline.Core.Configuration;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Gating;

/// <summary>Tests each rule against the rules without it, in each segment: a rule fails where it lowers quality by more than the line allows.</summary>
/// <remarks>
/// e = served without − served with the rule − (1 − keep) · reference (for <c>lose</c>: lost with − lost without − lose), over the units of
/// one segment that the rule decides. H0: E[e] ≤ 0, the rule is harmless. It fails where a bet rejects that at δ over the number of
/// rules and segments (Bonferroni), so a harmless config is stopped with probability δ at most. The interval is the normal one.
/// A segment is the task that is inferred from the request, as serving infers it.
/// </remarks>
public sealed class RuleGate(LoadlineConfig config, RouteConfig route, QualityLine line, CertifyingRows rows)
{
    private const int LeastRows = 20;
    private const string Everything = "all";

    public IReadOnlyList<GateFinding> Run()
    {
        var with = RouteRun.Decide(config, route.Name, rows.Rows);
        var looks = new List<Look>();
        foreach (var rule in route.Rules)
        {
            var less = RouteRun.With(config, route.Name, one => one with { Rules = [.. one.Rules.Where(other => other.Name != rule.Name)] });
            var without = RouteRun.Decide(less, route.Name, rows.Rows);
            int[] decided = [.. Enumerable.Range(0, with.Length).Where(row => with[row].Rule == rule.Name)];
            looks.Add(new Look(rule.Name, Everything, decided, with, without));
            looks.AddRange(decided.GroupBy(row => with[row].Task).Select(segment => new Look(
                rule.Name, "task " + segment.Key.ToString().ToLowerInvariant(), [.. segment], with, without)));
        }

        var tested = looks.Where(look => look.Rows.Length >= LeastRows).ToList();
        return [.. tested.Select(look => Test(look, line.Delta / tested.Count)), .. looks.Where(look => look.Segment == Everything && look.Rows.Length < LeastRows).Select(Few)];
    }

    private GateFinding Few(Look look) => new(
        route.Name,
        $"rule {look.Rule}",
        true,
        $"decides {look.Rows.Length} rows: fewer than {LeastRows} say nothing of it. Add cases that it is for.");

    private GateFinding Test(Look look, double delta)
    {
        var keep = look.Rows.Select(row => Harm(look, row)).ToArray();
        var harmful = (line.Keep is { } && Rejects(keep, 1 - (line.Keep ?? 1), delta))
            || (line.Lose is { } lose && Rejects([.. look.Rows.Select(row => Lost(look.With[row], row) - Lost(look.Without[row], row) - lose)], lose, delta));
        var drops = look.Rows.Select(row => Quality(look.Without[row], row) - Quality(look.With[row], row)).ToArray();
        var mean = drops.Average();
        var error = Normal.Quantile(1 - (line.Delta / 2)) * Math.Sqrt(drops.Sum(drop => (drop - mean) * (drop - mean)) / Math.Max(1, drops.Length - 1) / drops.Length);
        return new GateFinding(
            route.Name,
            $"rule {look.Rule}, segment {look.Segment}",
            !harmful,
            string.Create(
                CultureInfo.InvariantCulture,
                $"changes quality by {-mean:+0.000;-0.000;0.000} [{-mean - error:+0.000;-0.000;0.000}, {-mean + error:+0.000;-0.000;0.000}] on {drops.Length} rows{(harmful ? ": more than the line allows" : "")}"));
    }

    private static bool Rejects(double[] values, double allowed, double delta)
    {
        var bet = new DeadlineBet(values.Length, delta, -1 - allowed, 0.15);
        foreach (var value in values)
        {
            bet.Add(value);
        }

        return bet.IsRejected;
    }

    private double Harm(Look look, int row) =>
        Quality(look.Without[row], row) - Quality(look.With[row], row) - ((1 - (line.Keep ?? 1)) * Reference(row));

    private double Lost(RowDecision decision, int row) => QualityLine.IsLost(Quality(decision, row), Reference(row)) ? 1 : 0;

    private double Quality(RowDecision decision, int row) => decision.Candidate is { } name ? rows.Rows[row].Outcomes[name].Quality : 0;

    private double Reference(int row) => rows.Rows[row].Outcomes[rows.ReferenceName].Quality;

    private sealed record Look(string Rule, string Segment, int[] Rows, RowDecision[] With, RowDecision[] Without);
}
