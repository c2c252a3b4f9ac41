using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>One step of a streamed reply. Text is UTF-8 with JSON escapes resolved, valid during the call that hands it over.</summary>
public readonly ref struct ChatEvent
{
    public ChatEvent(ChatEventKind kind) => Kind = kind;

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

    public Dialect Origin { get; init; }

    public TokenUsage Usage { get; init; }

    public StopReason Stop { get; init; }

    public ChatError? Error { get; init; }
}
