using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>One step of a streamed reply. Text is UTF-8 with JSON escapes resolved, valid during the call that hands it over.</summary>
public readonly ref struct ChatEvent
{
    /// <summary>Makes an event of one kind; what the kind carries is set beside it.</summary>
    public ChatEvent(ChatEventKind kind) => Kind = kind;

    /// <summary>Gets what the event says, and so which of the other members mean something.</summary>
    public ChatEventKind Kind { get; }

    /// <summary>Gets which tool call it concerns, from 0 in the order of their starts.</summary>
    public int Index { get; init; }

    /// <summary>Gets the delta, the signature, the stop sequence.</summary>
    public ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Gets the id of the reply, the tool call or the reasoning item.</summary>
    public ReadOnlySpan<byte> Id { get; init; }

    /// <summary>Gets the model's or the tool's name.</summary>
    public ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Gets the namespace the tool lives in (Responses).</summary>
    public ReadOnlySpan<byte> Namespace { get; init; }

    /// <summary>Gets Gemini's thought signature of a text or a tool call.</summary>
    public ReadOnlySpan<byte> Signature { get; init; }

    /// <summary>Gets a value indicating whether the tool takes free text.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Gets the dialect whose sealed reasoning or signature this is: only its own provider can read it.</summary>
    public Dialect Origin { get; init; }

    /// <summary>Gets the tokens so far, of a <see cref="ChatEventKind.Usage"/>.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Gets why the reply ended, of a <see cref="ChatEventKind.Finish"/>.</summary>
    public StopReason Stop { get; init; }

    /// <summary>Gets what the upstream complained of, of a <see cref="ChatEventKind.Error"/>; else <see langword="null"/>.</summary>
    public ChatError? Error { get; init; }
}
