namespace Loadline.Wire.Conversion;

/// <summary>The neutral effort scale in each provider's words and numbers.</summary>
/// <remarks>
/// Budgets in tokens for models that take one: minimal 1,024 (the least Anthropic takes), low 2,048, medium 8,192, high 16,384,
/// xhigh 24,576, max 32,000. From a budget to a level: the level whose budget is nearest from above.
/// </remarks>
public static class Efforts
{
    private static readonly string[] Names = ["", "none", "minimal", "low", "medium", "high", "xhigh", "max"];
    private static readonly int[] Budgets = [0, 0, 1024, 2048, 8192, 16384, 24576, 32000];

    /// <summary>Reads a level's name; <see cref="ReasoningEffort.Unset"/> where it is none.</summary>
    public static ReasoningEffort Read(string? name)
    {
        var index = name is null ? -1 : Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index > 0 ? (ReasoningEffort)index : ReasoningEffort.Unset;
    }

    /// <summary>The level's name in lower case, as configs and OpenAI write it; empty for <see cref="ReasoningEffort.Unset"/>.</summary>
    public static string Name(ReasoningEffort effort) => Names[(int)effort];

    /// <summary>The budget in tokens that a level stands for; 0 for none and unset.</summary>
    public static int Budget(ReasoningEffort effort) => Budgets[(int)effort];

    /// <summary>The level that stands for a budget.</summary>
    public static ReasoningEffort FromBudget(long budget)
    {
        if (budget <= 0)
        {
            return budget == 0 ? ReasoningEffort.None : ReasoningEffort.Unset;
        }

        var index = Array.FindIndex(Budgets, known => known >= budget);
        return index < 0 ? ReasoningEffort.Max : (ReasoningEffort)index;
    }

    /// <summary>Brings an effort within what a provider names.</summary>
    public static ReasoningEffort Clamp(ReasoningEffort effort, ReasoningEffort least, ReasoningEffort most) =>
        effort == ReasoningEffort.Unset ? effort : (ReasoningEffort)Math.Clamp((int)effort, (int)least, (int)most);

    /// <summary>The effort in force for one upstream: the candidate's, the caller's, or the one its budget stands for.</summary>
    public static ReasoningEffort InForce(ChatRequest request, UpstreamTarget target) =>
        target.Effort != ReasoningEffort.Unset ? target.Effort
        : request.Effort != ReasoningEffort.Unset ? request.Effort
        : request.ThinkingBudget is { } budget ? FromBudget(budget)
        : ReasoningEffort.Unset;
}
