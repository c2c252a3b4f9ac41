namespace Loadline.Core.Decisions;

/// <summary>What upstream calls are made for.</summary>
public static class AttemptKinds
{
    /// <summary>To answer the caller.</summary>
    public const string Answer = "answer";

    /// <summary>To ask a small model where the request should go.</summary>
    public const string Router = "router";

    /// <summary>None at all: an earlier answer was given again.</summary>
    public const string Cache = "cache";

    /// <summary>To ask a model what an answer is worth.</summary>
    public const string Judge = "judge";
}
