namespace Loadline.Wire.Conversion;

/// <summary>What a stream event says.</summary>
public enum ChatEventKind : byte
{
    /// <summary>The reply begins; carries id and model where known.</summary>
    Start,

    /// <summary>A text block begins. Only after the sequencer; readers leave it out.</summary>
    TextStart,

    /// <summary>A fragment of the answer's text.</summary>
    Text,

    /// <summary>A refusal begins. Only after the sequencer; readers leave it out.</summary>
    RefusalStart,

    /// <summary>A fragment of the words in which the model itself refuses.</summary>
    Refusal,

    /// <summary>A block of thoughts begins. Only after the sequencer.</summary>
    ReasoningStart,

    /// <summary>A fragment of thoughts that the caller may read.</summary>
    Reasoning,

    /// <summary>The signature of the reasoning block that is open.</summary>
    Signature,

    /// <summary>Reasoning in sealed form only, whole.</summary>
    Encrypted,

    /// <summary>A tool call begins; carries index, id and name.</summary>
    ToolStart,

    /// <summary>A fragment of a tool call's arguments.</summary>
    Arguments,

    /// <summary>The open block, or the tool call of that index, has ended.</summary>
    BlockEnd,

    /// <summary>Billed tokens so far; later figures replace earlier ones.</summary>
    Usage,

    /// <summary>Why the reply ended.</summary>
    Finish,

    /// <summary>The protocol's own end.</summary>
    End,

    /// <summary>The upstream reported an error inside the stream; nothing of use follows.</summary>
    Error,

    /// <summary>A sign of life without content.</summary>
    Ping,
}
