using Loadline.Core.Facts;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Signals;

/// <summary>The signals that one decision computed, as values: what remains when the request's buffers are gone.</summary>
public readonly record struct SignalValues
{
    /// <summary>Gets the estimated prompt tokens; <see langword="null"/> where nothing asked for them.</summary>
    public int? Tokens { get; init; }

    /// <summary>Gets the language of the last user message, ISO 639-1 in lower case; <see langword="null"/>: not computed, as for all below.</summary>
    public string? Language { get; init; }

    /// <summary>Gets what the request asks for.</summary>
    public TaskKind? Task { get; init; }

    /// <summary>Gets the field it speaks of.</summary>
    public Domain? Domain { get; init; }

    /// <summary>Gets the code share of the last user message, in [0,1].</summary>
    public float? Code { get; init; }

    /// <summary>Gets how mathematical the last user message is, in [0,1].</summary>
    public float? Math { get; init; }

    /// <summary>Gets how hard the request is, and what makes it so.</summary>
    public Complexity? Complexity { get; init; }

    /// <summary>Gets the kinds of personal data found.</summary>
    public PiiKinds? Pii { get; init; }

    /// <summary>Gets the number of user messages.</summary>
    public int Turns { get; init; }

    /// <summary>Gets the number of images.</summary>
    public int Images { get; init; }

    /// <summary>Gets the number of audio parts.</summary>
    public int Audio { get; init; }

    /// <summary>Gets the number of tools offered.</summary>
    public int Tools { get; init; }

    /// <summary>Gets a value indicating whether the answer must follow a JSON Schema.</summary>
    public bool Schema { get; init; }

    /// <summary>Gets the priority, stated or not.</summary>
    public RequestPriority? Priority { get; init; }

    /// <summary>Gets what a bandit's examples say the request is about: a route's position plus one; 0: it was not asked, or nothing.</summary>
    public byte Intent { get; init; }
}
