using System.Globalization;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Dashboard.Text;

namespace Loadline.Dashboard.Models;

/// <summary>Says in sentences why a request cost what it did: what each call came to, who asked for that model, and what else there was.</summary>
internal static class CostStory
{
    private const decimal Million = 1_000_000m;

    public static IReadOnlyList<string> Tell(DecisionRecord decision)
    {
        var story = new List<string> { Choice(decision) };
        story.AddRange(decision.Attempts.Select(Call));
        if (decision.Attempts.Count > 1)
        {
            var failed = decision.Attempts.Where(attempt => attempt.IsFailure).ToList();
            story.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{decision.Attempts.Count} calls were made, {failed.Count} of them failed{(failed.Count == 0 ? "" : $" and cost {Show.Usd(failed.Sum(attempt => attempt.CostUsd ?? 0))}")}. All of them are in the cost."));
        }

        if (Cheapest(decision) is { } cheapest)
        {
            story.Add(cheapest);
        }

        if (decision is { CostUsd: { } cost, ReferenceCostUsd: { } reference, Reference: { } name })
        {
            story.Add(cost <= reference
                ? $"The reference, {name}, would have cost {Show.Usd(reference)} for the same tokens: {Show.Usd(reference - cost)} saved."
                : $"The reference, {name}, would have cost {Show.Usd(reference)} for the same tokens: {Show.Usd(cost - reference)} more was spent.");
        }

        return story;
    }

    private static string Choice(DecisionRecord decision)
    {
        var served = decision.Served ?? "nothing";
        var why = decision.Rule is { } rule ? $"the rule “{rule}” of the route {decision.Route} matched ({decision.Reason})" : $"the route {decision.Route} decided so ({decision.Reason})";
        var because = decision.Signals.Why is { } sentence ? $" {Sentence(sentence)}" : "";
        return decision.ServedAs switch
        {
            ServedRoles.Reference when decision.Choice != decision.Served => $"{served} served as the reference; routing would have chosen {decision.Choice ?? "none"} because {why}.{because}",
            ServedRoles.StandIn => $"{served} stood in for {decision.Choice}, which routing had chosen because {why}.{because}",
            ServedRoles.Downgrade => $"{served} served as a named fallback of {decision.Choice}, which routing had chosen because {why}.{because}",
            _ => $"{served} served because {why}.{because}",
        };
    }

    private static string Call(AttemptRecord attempt)
    {
        var name = $"{attempt.Deployment} ({(attempt.Outcome == "ok" ? "answered" : Show.Outcome(attempt.Outcome))})";
        if (attempt.Usage is not { } usage || attempt.Price is not { } price)
        {
            return $"{name}: {(attempt.CostUsd is { } known ? Show.Usd(known) : attempt.PossiblyBilled ? "the cost is unknown, and it may have been billed" : "nothing to pay")}.";
        }

        var parts = new List<string>();
        var fresh = usage.Input - usage.CachedInput - usage.CacheWrite;
        Add(parts, fresh, "input", price.Input);
        Add(parts, usage.CachedInput, "cached input", price.CachedInput ?? price.Input);
        Add(parts, usage.CacheWrite, "written to the cache", price.CacheWrite ?? price.Input);
        Add(parts, usage.Output, usage.Reasoning > 0 ? $"output, {Show.Count(usage.Reasoning)} of it reasoning" : "output", price.Output);
        var charged = usage.ChargedUsd is null ? "" : ", as the provider charged it";
        return $"{name}: {string.Join(" + ", parts)} = {Show.Usd(attempt.CostUsd)}{charged}.";
    }

    private static void Add(List<string> parts, long tokens, string what, decimal perMillion)
    {
        if (tokens > 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{tokens:N0} tokens {what} at ${perMillion} per million ({Show.Usd(tokens * perMillion / Million)})"));
        }
    }

    private static string? Cheapest(DecisionRecord decision)
    {
        var able = decision.Candidates.Where(candidate => candidate is { Eligible: true, InPool: true, EstimatedCostUsd: not null }).ToList();
        if (able.MinBy(candidate => candidate.EstimatedCostUsd) is not { } cheapest)
        {
            return null;
        }

        return able.Count == 1 && decision.Candidates.Count == 1 ? $"{(decision.Rule is null ? "The route" : "The rule")} left no other candidate; {Show.Usd(cheapest.EstimatedCostUsd)} were expected before the answer was known."
            : cheapest.Model == decision.Served
            ? $"No eligible candidate was expected to be cheaper ({Show.Usd(cheapest.EstimatedCostUsd)} before the answer was known)."
            : $"The cheapest candidate that could have served, {cheapest.Model}, was expected to cost {Show.Usd(cheapest.EstimatedCostUsd)}.";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..] + ".";
}
