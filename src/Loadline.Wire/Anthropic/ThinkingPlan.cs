using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Whether and how much a Claude model thinks for one request.</summary>
/// <param name="IsOn">Whether it thinks.</param>
/// <param name="Budget">The budget for models that take one; <see langword="null"/>: adaptive.</param>
/// <param name="Effort">The level for models that take one.</param>
internal sealed record ThinkingPlan(bool IsOn, long? Budget, ReasoningEffort Effort)
{
    private const int LeastBudget = 1024;

    private static readonly ThinkingPlan Off = new(false, null, ReasoningEffort.Unset);

    /// <summary>
    /// Thinking gives way where the API refuses it: beside a forced tool, where the limit leaves no room for the least budget, and where the
    /// turn in progress began without a thought.
    /// </summary>
    public static ThinkingPlan For(
        ChatRequest request, UpstreamTarget target, List<ChatMessage> turns, long maxTokens, ConversionLosses losses)
    {
        var wanted = Efforts.InForce(request, target);
        if (wanted is ReasoningEffort.Unset or ReasoningEffort.None || target.Traits.Thinking == ThinkingForm.None)
        {
            RequestExtras.Lost(losses, "reasoning_effort", wanted > ReasoningEffort.None);
            return Off;
        }

        if (request.ToolChoice is ToolChoiceMode.Required or ToolChoiceMode.Named && request.Tools.Count > 0)
        {
            losses.Dropped("thinking", "the API refuses it beside a forced tool");
            return Off with { Effort = Level(wanted, target, losses) };
        }

        if (target.Traits.Thinking == ThinkingForm.Level)
        {
            return new ThinkingPlan(true, null, Level(wanted, target, losses));
        }

        if (BeganWithoutThought(turns))
        {
            losses.Dropped("thinking", "the turn in progress began without a thought of this model");
            return Off;
        }

        return Budgeted(request, target, wanted, maxTokens, losses);
    }

    private static ReasoningEffort Level(ReasoningEffort wanted, UpstreamTarget target, ConversionLosses losses)
    {
        if (target.Traits.Thinking != ThinkingForm.Level)
        {
            return ReasoningEffort.Unset;
        }

        var taken = Efforts.Clamp(wanted, target.Traits.LeastEffort, target.Traits.MostEffort);

        // Recorded: models before 4.7 know max, but not xhigh.
        taken = taken == ReasoningEffort.XHigh && target.Traits.TakesSampling ? ReasoningEffort.High : taken;
        if (taken != wanted)
        {
            losses.Clamped("reasoning_effort", $"{Efforts.Name(wanted)} became {Efforts.Name(taken)}");
        }

        return taken;
    }

    private static ThinkingPlan Budgeted(
        ChatRequest request, UpstreamTarget target, ReasoningEffort wanted, long maxTokens, ConversionLosses losses)
    {
        var budget = target.Effort == ReasoningEffort.Unset && request.ThinkingBudget is { } own ? own : Efforts.Budget(wanted);
        budget = Math.Max(budget, LeastBudget);
        if (budget >= maxTokens)
        {
            budget = maxTokens - 1;
            losses.Clamped("thinking", "the budget must stay below max_tokens");
        }

        return budget >= LeastBudget ? new ThinkingPlan(true, budget, ReasoningEffort.Unset) : Off;
    }

    private static bool BeganWithoutThought(List<ChatMessage> turns)
    {
        var isInToolTurn = turns.Count > 1 && turns[^1].Parts.Exists(part => part is ToolResultPart);
        return isInToolTurn && turns[^2].Role == ChatRole.Assistant && turns[^2].Parts[0] is not ReasoningPart;
    }
}
