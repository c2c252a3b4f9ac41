using Loadline.Core.Outcomes;

namespace Loadline.Learning.Collecting;

/// <summary>Estimates a collection's cost from its prompts, without a call.</summary>
public static class CollectEstimator
{
    /// <summary>Estimates.</summary>
    /// <param name="promptsPath">The prompts.</param>
    /// <param name="candidates">The models.</param>
    /// <param name="store">What is there already.</param>
    /// <param name="options">How it will be collected.</param>
    /// <param name="judge">The judge's price; <see langword="null"/> where none is asked.</param>
    /// <param name="verdicts">How often the judge is asked for one answer: 1, or 2 for pairs in both orders.</param>
    /// <exception cref="OutcomeTableException">The list of prompts is malformed, or names an id twice.</exception>
    public static CollectEstimate Estimate(
        string promptsPath, IReadOnlyList<CollectCandidate> candidates, CollectStore store, CollectOptions options, JudgePricing? judge, int verdicts)
    {
        var byModel = candidates.ToDictionary(candidate => candidate.Name, _ => 0m, StringComparer.Ordinal);
        var (rows, calls, done, toGrade, most, judges) = (0L, 0L, 0L, 0L, 0m, 0m);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        using var reader = OutcomeReader.Open(promptsPath, Collector.PromptOptions);
        while (reader.Read())
        {
            rows++;
            if (!ids.Add(reader.Row.Id))
            {
                throw new OutcomeTableException(FormattableString.Invariant(
                    $"{Path.GetFileName(promptsPath)}:{reader.LineNumber}: the id '{reader.Row.Id}' occurs twice. Ids, and prompts without ids, must be unique."));
            }

            var input = CallCosts.InputTokens(reader.Row);
            foreach (var candidate in candidates)
            {
                var isDone = store.Has(reader.Row.Id, candidate.Name);
                done += isDone ? 1 : 0;
                toGrade += isDone && !store.IsGraded(reader.Row.Id, candidate.Name) ? 1 : 0;
                if (!isDone)
                {
                    calls++;
                    byModel[candidate.Name] += CallCosts.Expected(candidate.Price, input, options.ExpectedOutput);
                    most += CallCosts.Most(candidate.Price, input, options.MaxOutput);
                }

                if (judge is not null && !store.IsGraded(reader.Row.Id, candidate.Name))
                {
                    judges += verdicts * CallCosts.Expected(judge.Price, input + options.ExpectedOutput + judge.InstructionTokens, judge.OutputTokens / 4);
                }
            }
        }

        return new CollectEstimate(rows, calls, done, toGrade, byModel.Values.Sum(), most, judges, byModel);
    }
}
