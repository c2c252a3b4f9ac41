using Loadline.Cli.Commands;
using Loadline.Core.Catalog;
using Loadline.Core.Checks;
using Loadline.Core.Runtime;
using Loadline.Learning.Collecting;

namespace Loadline.Cli.Collect;

/// <summary>Finds who is asked, and who may not judge.</summary>
internal static class CollectCandidates
{
    /// <exception cref="UserError">There is no such route or model, or a model has no price.</exception>
    public static IReadOnlyList<CollectCandidate> Find(RuntimeSnapshot snapshot, string routeName, IReadOnlyList<string>? only, bool allowUnpriced)
    {
        var route = snapshot.Find(routeName) ?? throw new UserError(
            $"'{routeName}' is neither a route nor a model. Routes: {string.Join(", ", snapshot.Routes.Select(known => known.Name))}.");
        var all = route.Candidates.All;
        if (only?.FirstOrDefault(name => !all.Any(candidate => candidate.Name == name)) is { } unknown)
        {
            throw new UserError($"'{unknown}' is no candidate of '{routeName}'. It has: {string.Join(", ", all.Select(candidate => candidate.Name))}.");
        }

        var wanted = all.Where(candidate => only is null || only.Contains(candidate.Name, StringComparer.Ordinal)).ToList();
        var unpriced = wanted.Where(candidate => candidate.Price is null).Select(candidate => candidate.Name).ToList();
        return unpriced.Count == 0 || allowUnpriced
            ? [.. wanted.Select(candidate => new CollectCandidate(candidate.Name, candidate.Price, [.. candidate.Deployments.Select(one => one.Id)]))]
            : throw new UserError(
                $"No price is known of {string.Join(", ", unpriced)}, so their cost could neither be recorded nor capped. "
                + "Write `price:` in the config, or add --allow-unpriced.");
    }

    /// <summary>A judge that judges its own answers favours them.</summary>
    /// <exception cref="UserError">A grader's judge is, or shares a deployment with, a candidate; or is not in the config.</exception>
    public static void RefuseOwnJudges(RuntimeSnapshot snapshot, IReadOnlyList<GraderDefinition> graders, IReadOnlyList<CollectCandidate> candidates)
    {
        foreach (var grader in graders.Where(grader => grader.Model is not null))
        {
            var judge = snapshot.Find(grader.Model!)?.Candidates.All ?? throw new UserError(
                $"Grader '{grader.Name}' asks the judge '{grader.Model}', which the config does not have. Add it to `models`.");
            var deployments = judge.SelectMany(candidate => candidate.Deployments).Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal);
            if (candidates.FirstOrDefault(candidate => candidate.Deployments.Any(deployments.Contains)) is { } own)
            {
                throw new UserError($"The judge '{grader.Model}' of grader '{grader.Name}' is the candidate '{own.Name}'. Name a judge that is not judged.");
            }
        }
    }

    public static ModelPrice? Price(RuntimeSnapshot snapshot, string model) => snapshot.Find(model)?.Candidates.All[0].Price;

    /// <summary>Finds the price of the judge that most rows will be shown to; <see langword="null"/> where none is asked.</summary>
    public static JudgePricing? JudgePricing(RuntimeSnapshot snapshot, IReadOnlyList<GraderDefinition> graders, string? byDefault)
    {
        var judges = graders.Where(grader => grader.Model is not null).ToList();
        var asked = judges.Find(grader => grader.Name == byDefault) ?? (byDefault is null ? judges.FirstOrDefault() : null);
        return asked is null ? null : new JudgePricing(Price(snapshot, asked.Model!));
    }
}
