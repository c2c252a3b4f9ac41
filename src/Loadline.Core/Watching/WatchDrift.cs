using System.Globalization;
using Loadline.Core.Ledger;

namespace Loadline.Core.Watching;

/// <summary>Signs that traffic or a candidate is not what it was. They are told, once each; nothing is switched by them.</summary>
internal static class WatchDrift
{
    private const double ShareTolerance = 0.10;
    private const double QualityTolerance = 0.05;

    private const string ReferenceShare = "reference-share";
    private const string Novelty = "novelty";
    private const string Mix = "mix";
    private const string Judge = "judge";
    private const string Provider = "provider:";

    /// <summary>What was noticed since a watch began, without what the watch before noticed: a new one may tell it again.</summary>
    public static IReadOnlyDictionary<string, string> Forget(IReadOnlyDictionary<string, string> noticed) => noticed
        .Where(one => one.Key is not (ReferenceShare or Novelty or Mix or Judge) && !one.Key.StartsWith(Provider, StringComparison.Ordinal))
        .ToDictionary(StringComparer.Ordinal);

    public static RouteWatch Take(
        RouteWatch watch,
        AuditRecord audit,
        RouteStanding standing,
        IReadOnlyDictionary<string, double>? certified,
        List<(string, string)> told,
        out IReadOnlyDictionary<string, string> noticed)
    {
        var notes = standing.Noticed.ToDictionary(StringComparer.Ordinal);
        var weight = audit.Details.Weight ?? 1;
        var share = new ShiftWatch(ShareTolerance, watch.ReferenceShare);
        share.Add(audit.Served == audit.Reference ? 1 : 0, weight);
        Tell(notes, told, RouteEventKinds.InputDrift, ReferenceShare, share.HasFallen || share.HasRisen, "Routing chooses the reference", share);
        var novelty = new ShiftWatch(ShareTolerance, watch.Novelty);
        if (audit.Details.Novelty is { } value)
        {
            novelty.Add(value >= 1 ? 1 : 0, weight);
        }

        Tell(notes, told, RouteEventKinds.InputDrift, Novelty, novelty.HasRisen, "Requests are unlike the training rows", novelty);
        var candidates = watch.Candidates.ToDictionary(StringComparer.Ordinal);
        foreach (var (model, quality) in Grades(audit))
        {
            var grades = new ShiftWatch(QualityTolerance, candidates.GetValueOrDefault(model));
            grades.Add(quality, weight);
            candidates[model] = grades.State;
            if (grades.HasFallen && notes.TryAdd(Provider + model, "worse"))
            {
                told.Add((RouteEventKinds.ProviderDrift, string.Create(
                    CultureInfo.InvariantCulture, $"{model} answers worse than it began with here: its mean grade was {grades.Began:0.###} and has fallen by more than {QualityTolerance}.")));
            }
        }

        var mix = certified is null || audit.Details.Segments.Count == 0 ? null : new MixWatch(certified, watch.Mix);
        mix?.Add(audit.Details.Segments, weight);
        if (mix is { HasMoved: true } && notes.TryAdd(Mix, "moved"))
        {
            told.Add((RouteEventKinds.InputDrift, string.Create(
                CultureInfo.InvariantCulture, $"Requests are not those that were certified on, by more than {MixWatch.Tolerance:0%}: {mix.Describe()}.")));
        }

        noticed = notes;
        return Asked(watch, audit) with { ReferenceShare = share.State, Novelty = novelty.State, Candidates = candidates, Mix = mix?.State ?? watch.Mix };
    }

    /// <summary>Takes a label in that was drawn by chance: an event where the judge errs more often than it may.</summary>
    public static RouteWatch TakeLabel(
        RouteWatch watch, AuditRecord audit, bool contradicts, double tolerance, RouteStanding standing, List<(string, string)> told, out IReadOnlyDictionary<string, string> noticed)
    {
        var judge = new JudgeWatch(tolerance, watch.Judge);
        judge.Add(contradicts);
        var next = watch with { Labelled = watch.Labelled + 1, JudgeWrong = watch.JudgeWrong + (contradicts ? 1 : 0), Judge = judge.State };
        var notes = standing.Noticed.ToDictionary(StringComparer.Ordinal);
        if (judge.IsWrong && notes.TryAdd(Judge, "wrong"))
        {
            told.Add((RouteEventKinds.JudgeError, string.Create(
                CultureInfo.InvariantCulture,
                $"{next.JudgeWrong} of {next.Labelled} drawn labels contradict {audit.Judge} by half a grade or more: that is more than the {tolerance:0.#%} it was taken to err. What it graded and nobody labelled is not to be trusted.")));
        }

        noticed = notes;
        return next;
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
