using System.Globalization;
using Loadline.Core.Ledger;

namespace Loadline.Core.Watching;

/// <summary>Signs that traffic or a candidate is not what it was. They are told, once each; nothing is switched by them.</summary>
internal static class WatchDrift
{
    private const double ShareTolerance = 0.10;
    private const double QualityTolerance = 0.05;

    public static RouteWatch Take(
        RouteWatch watch, AuditRecord audit, RouteStanding standing, List<(string, string)> told, out IReadOnlyDictionary<string, string> noticed)
    {
        var notes = standing.Noticed.ToDictionary(StringComparer.Ordinal);
        var share = new ShiftWatch(ShareTolerance, watch.ReferenceShare);
        share.Add(audit.Served == audit.Reference ? 1 : 0);
        Tell(notes, told, RouteEventKinds.InputDrift, "reference-share", share.HasFallen || share.HasRisen, "Routing chooses the reference", share);
        var novelty = new ShiftWatch(ShareTolerance, watch.Novelty);
        if (audit.Details.Novelty is { } value)
        {
            novelty.Add(value >= 1 ? 1 : 0);
        }

        Tell(notes, told, RouteEventKinds.InputDrift, "novelty", novelty.HasRisen, "Requests are unlike the training rows", novelty);
        var candidates = watch.Candidates.ToDictionary(StringComparer.Ordinal);
        foreach (var (model, quality) in Grades(audit))
        {
            var grades = new ShiftWatch(QualityTolerance, candidates.GetValueOrDefault(model));
            grades.Add(quality);
            candidates[model] = grades.State;
            if (grades.HasFallen && notes.TryAdd("provider:" + model, "worse"))
            {
                told.Add((RouteEventKinds.ProviderDrift, string.Create(
                    CultureInfo.InvariantCulture, $"{model} answers worse than it began with here: its mean grade was {grades.Began:0.###} and has fallen by more than {QualityTolerance}.")));
            }
        }

        noticed = notes;
        return Asked(watch, audit) with { ReferenceShare = share.State, Novelty = novelty.State, Candidates = candidates };
    }

    private static IEnumerable<(string Model, double Quality)> Grades(AuditRecord audit) =>
        audit.Details.Answers.Count > 0 ? audit.Details.Answers.Select(answer => (answer.Model, answer.Quality))
        : audit.Served == audit.Reference ? [(audit.Reference, audit.ReferenceQuality)]
        : [(audit.Served, audit.ServedQuality), (audit.Reference, audit.ReferenceQuality)];

    private static void Tell(
        Dictionary<string, string> notes, List<(string, string)> told, string kind, string key, bool isSo, string what, ShiftWatch shift)
    {
        if (isSo && notes.TryAdd(key, "moved"))
        {
            told.Add((kind, string.Create(
                CultureInfo.InvariantCulture, $"{what} {(shift.HasRisen ? "more" : "less")} often than at first ({shift.Began:0.0%}), by more than {ShareTolerance:0%}.")));
        }
    }

    // What a judge who saw all answers would have chosen: the best grade, of equals the cheapest.
    private static RouteWatch Asked(RouteWatch watch, AuditRecord audit)
    {
        var answers = audit.Details.Answers;
        if (answers.Count == 0 || answers.FirstOrDefault(answer => answer.Model == audit.Served) is not { } served)
        {
            return watch;
        }

        var best = answers.Max(answer => answer.Quality);
        var right = answers.Where(answer => answer.Quality >= best).MinBy(answer => answer.CostUsd ?? decimal.MaxValue)!;
        var isTimid = answers.Any(answer => answer.Quality >= served.Quality && answer.CostUsd < served.CostUsd);
        return watch with
        {
            AllAsked = watch.AllAsked + 1,
            AllRight = watch.AllRight + (right.Model == served.Model ? 1 : 0),
            AllTimid = watch.AllTimid + (isTimid ? 1 : 0),
        };
    }
}
