namespace Loadline.Core.Configuration;

/// <summary>Candidates that may stand in after one kind of failure, in order, although they may be weaker.</summary>
public sealed record FallbackConfig
{
    /// <summary>Gets those for a prompt that did not fit the window, tried before any other whose window is larger.</summary>
    public IReadOnlyList<string> Context { get; init; } = [];

    /// <summary>Gets those for a refusal by a content filter; without any, such a refusal is final.</summary>
    public IReadOnlyList<string> Content { get; init; } = [];

    /// <summary>Gets those for an account without money or quota, tried before the rest of the plan.</summary>
    public IReadOnlyList<string> Quota { get; init; } = [];

    /// <summary>Gets those to ask where a model itself declined to answer; without any, its refusal is the answer.</summary>
    public IReadOnlyList<string> Refusal { get; init; } = [];
}
