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

    /// <summary>Takes out graders whose judge would judge its own answers, which it favours.</summary>
    /// <param name="snapshot">The config as it runs.</param>
    /// <param name="graders">All graders.</param>
    /// <param name="chosen">The run's own grader; <see langword="null"/>: rows may name any.</param>
    /// <param name="candidates">Who is asked.</param>
    /// <exception cref="UserError">The run's own grader is such a one, or could be.</exception>
    public static IReadOnlyList<GraderDefinition> Impartial(
        RuntimeSnapshot snapshot, IReadOnlyList<GraderDefinition> graders, string? chosen, IReadOnlyList<CollectCandidate> candidates)
    {
        var good = new List<GraderDefinition>();
        foreach (var grader in graders)
        {
            if (Problem(snapshot, grader, candidates) is not { } problem)
            {
                good.Add(grader);
            }
            else if (chosen is null || chosen == grader.Name)
            {
                throw new UserError(problem);
            }
        }

        return good;
    }

    private static string? Problem(RuntimeSnapshot snapshot, GraderDefinition grader, IReadOnlyList<CollectCandidate> candidates)
    {
        if (grader.Model is not { } model)
        {
            return null;
        }

        if (snapshot.Find(model)?.Candidates.All is not { } judge)
        {
            return $"Grader '{grader.Name}' asks the judge '{model}', which the config does not have. Add it to `models`.";
        }

        var deployments = judge.SelectMany(candidate => candidate.Deployments).Select(deployment => deployment.Id).ToHashSet(StringComparer.Ordinal);
        return candidates.FirstOrDefault(candidate => candidate.Deployments.Any(deployments.Contains)) is { } own
            ? $"The judge '{model}' of grader '{grader.Name}' is the candidate '{own.Name}'. Name a judge that is not judged." : null;
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
