using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Tables;

namespace Loadline.Learning.Design;

/// <summary>Measures each rule of a route against the route without it.</summary>
internal static class RuleEffects
{
    public static IReadOnlyList<RuleEffect> Of(DesignConfig config, RouteText route, CertifyingRows rows, QualityLine line)
    {
        if (route.Rules.Count == 0)
        {
            return [];
        }

        var read = config.Read(route);
        var with = RouteRun.Decide(read, RouteText.Name, rows.Rows);
        return [.. read.Routes[0].Rules.Select(rule =>
        {
            var less = RouteRun.With(read, RouteText.Name, one => one with { Rules = [.. one.Rules.Where(other => other.Name != rule.Name)] });
            return Of(rule.Name, with, RouteRun.Decide(less, RouteText.Name, rows.Rows), rows, line);
        })];
    }

    private static RuleEffect Of(string rule, RowDecision[] with, RowDecision[] without, CertifyingRows rows, QualityLine line)
    {
        var change = new RunningMean();
        double saved = 0, reference = 0;
        for (var i = 0; i < with.Length; i++)
        {
            if (with[i].Rule == rule)
            {
                var (now, before) = (Outcome(rows, i, with[i]), Outcome(rows, i, without[i]));
                change.Add(now.Quality - before.Quality);
                saved += before.Cost - now.Cost;
                reference += rows.Rows[i].Outcomes[rows.ReferenceName].Quality;
            }
        }

        var quality = change.ToInterval(isShare: false) ?? new MeanInterval(0, 0, 0);
        var allowed = change.Count > 0 ? (1 - (line.Keep ?? 1)) * reference / change.Count : 0;
        return new RuleEffect(
            rule, (int)change.Count, saved / (rows.ReferenceCost * rows.Rows.Count), quality, (saved > 0 && quality.High >= -allowed) || quality.Low > 0);
    }

    private static (double Quality, double Cost) Outcome(CertifyingRows rows, int row, RowDecision decision) =>
        decision.Candidate is { } name ? (rows.Rows[row].Outcomes[name].Quality, (double)(rows.Rows[row].Outcomes[name].Cost ?? 0)) : (0, 0);
}
