namespace Loadline.Gateway.Repeats;

/// <summary>What a request with an <c>Idempotency-Key</c> is.</summary>
internal enum RepeatStatus : byte
{
    /// <summary>Nobody has asked under this key: it runs, and must be ended with <see cref="RepeatStore.End"/>.</summary>
    First,

    /// <summary>The same request is under way: it may wait for its end and ask again.</summary>
    UnderWay,

    /// <summary>The same request was answered, and the answer is still there.</summary>
    Answered,

    /// <summary>The key was used for another request.</summary>
    Differs,
}
