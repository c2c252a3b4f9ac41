namespace Loadline.Core.Policies;

/// <summary>What came of asking for a message's embedding.</summary>
public enum EmbeddingOutcome : byte
{
    /// <summary>Nobody asked: there was no one who could, or nothing to choose.</summary>
    NotAsked,

    /// <summary>A vector of the right length came.</summary>
    Answered,

    /// <summary>The same message had been embedded before.</summary>
    FromCache,

    /// <summary>It did not come within its time.</summary>
    TimedOut,

    /// <summary>The endpoint could not be reached, or refused.</summary>
    Failed,

    /// <summary>The reply held no vector of the artifact's length.</summary>
    BadAnswer,

    /// <summary>The endpoint failed several times in a row and is left alone for a while.</summary>
    Resting,

    /// <summary>The day's budget for asking is spent.</summary>
    OverBudget,
}
