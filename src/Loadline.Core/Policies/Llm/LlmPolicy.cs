using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Lets a small model choose by the candidates' descriptions.</summary>
/// <remarks>
/// Waits for the answer outside of deciding. No answer in time, a bad one, or a spent budget, and the policy abstains: the rule after its own is asked.
/// After a failure nothing of the pool stands in.
/// </remarks>
public sealed class LlmPolicy : IAskingPolicy
{
    internal const string ConfigName = "llm";

    private readonly int[] _indexes;

    internal LlmPolicy(LlmPolicyConfig config, int[] indexes, LlmState state)
    {
        (Config, _indexes, State) = (config, indexes, state);
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <summary>Gets what the config says of it.</summary>
    public LlmPolicyConfig Config { get; }

    /// <summary>Gets what the model has said and cost so far.</summary>
    public LlmState State { get; }

    /// <inheritdoc/>
    public bool MustAsk(RoutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.CanAsk && Find(context) is null;
    }

    /// <summary>Turns a label into an answer.</summary>
    public LlmAnswer ToAnswer(string? label, LlmOutcome outcome)
    {
        for (var i = 0; i < Config.Choices.Count; i++)
        {
            if (string.Equals(Config.Choices[i].Key, label?.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return new LlmAnswer(outcome, _indexes[i]);
            }
        }

        return new LlmAnswer(LlmOutcome.BadAnswer, -1);
    }

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var answer = Find(context) ?? new LlmAnswer(LlmOutcome.NotAsked, -1);
        if (answer.Candidate >= 0)
        {
            context.Append(answer.Candidate);
        }

        context.HasAbstained = context.OrderCount == 0;
        context.Note = new PolicyNote { Case = 1 + (int)answer.Outcome, Index = answer.Candidate };
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates) => (LlmOutcome)(note.Case - 1) switch
    {
        _ when note.Case == 0 => null,
        LlmOutcome.NotAsked => "abstains: the router model is not asked here",
        LlmOutcome.TimedOut => "abstains: the router model took too long",
        LlmOutcome.Failed => "abstains: the router model could not be reached",
        LlmOutcome.OverBudget => "abstains: the day's budget for asking is spent",
        LlmOutcome.BadAnswer => "abstains: the router model named no candidate",
        _ when note.Index < 0 => "abstains: the router model's choice is not in the pool",
        LlmOutcome.FromCache => $"the router model chose {candidates.All[note.Index].Name} when it was asked the same before",
        _ => $"the router model chose {candidates.All[note.Index].Name}",
    };

    private LlmAnswer? Find(RoutingContext context)
    {
        foreach (var (policy, answer) in context.Answers)
        {
            if (ReferenceEquals(policy, this))
            {
                return answer;
            }
        }

        return null;
    }
}
