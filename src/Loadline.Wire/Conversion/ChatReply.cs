using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>A whole reply in the form between the dialects.</summary>
public sealed class ChatReply
{
    /// <summary>Gets or sets the upstream's id of the reply; empty where it gave none.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>Gets or sets the upstream's own name of the model; empty where it gave none.</summary>
    public string Model { get; set; } = string.Empty;

    /// <summary>Gets what the model said, in order: reasoning, text, refusals, tool calls.</summary>
    public List<ChatPart> Parts { get; } = [];

    /// <summary>Gets or sets why it ended.</summary>
    public StopReason Stop { get; set; }

    /// <summary>Gets or sets the stop sequence that was met, where the upstream says which.</summary>
    public string? StopSequence { get; set; }

    /// <summary>Gets or sets the billed tokens; <see langword="null"/> where the reply names none.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary>Gets or sets the error that the reply reports in spite of its HTTP status.</summary>
    public ChatError? Error { get; set; }

    /// <summary>Gets what reading and writing this reply could not carry.</summary>
    public ConversionLosses Losses { get; } = new();
}
