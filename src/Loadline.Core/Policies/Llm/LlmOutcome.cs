namespace Loadline.Core.Policies;

/// <summary>What came of asking the router model.</summary>
public enum LlmOutcome : byte
{
    /// <summary>Nobody asked it: there was no one who could.</summary>
    NotAsked,

    /// <summary>It named a candidate.</summary>
    Answered,

    /// <summary>It had been asked the same before.</summary>
    FromCache,

    /// <summary>It did not answer within its time.</summary>
    TimedOut,

    /// <summary>It could not be reached, or refused.</summary>
    Failed,

    /// <summary>It named no candidate.</summary>
    BadAnswer,

    /// <summary>The day's budget for asking is spent.</summary>
    OverBudget,
}
