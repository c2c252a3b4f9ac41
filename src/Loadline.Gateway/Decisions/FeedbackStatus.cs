namespace Loadline.Gateway.Decisions;

/// <summary>What became of a judgement.</summary>
internal enum FeedbackStatus : byte
{
    Taken,

    /// <summary>It took the place of what the source had said before.</summary>
    Replaced,

    /// <summary>The source had said the same before.</summary>
    Unchanged,

    /// <summary>No such decision is kept.</summary>
    Unknown,

    /// <summary>The ledger cannot be written.</summary>
    Unavailable,
}
