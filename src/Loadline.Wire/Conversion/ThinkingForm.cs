namespace Loadline.Wire.Conversion;

/// <summary>How a model is told how long to think.</summary>
public enum ThinkingForm : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a level's name (<c>reasoning_effort</c>, <c>output_config.effort</c>, <c>thinkingLevel</c>).</summary>
    Level,

    /// <summary>By a budget of tokens (<c>thinking.budget_tokens</c>, <c>thinkingBudget</c>).</summary>
    Budget,
}
