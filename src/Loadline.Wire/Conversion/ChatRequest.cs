using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>A chat request in the form between the dialects.</summary>
/// <remarks>Holds the parsed body: dispose it once the upstream's body is written. Not thread-safe.</remarks>
public sealed class ChatRequest(Dialect origin, JsonDocument source) : IDisposable
{
    /// <summary>Gets the dialect it was written in.</summary>
    public Dialect Origin { get; } = origin;

    public string Model { get; set; } = string.Empty;

    public bool Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller wants usage in the stream; only OpenAI Chat leaves it open.</summary>
    public bool IncludeUsage { get; set; } = true;

    /// <summary>Gets the conversation, system messages in their places.</summary>
    public List<ChatMessage> Messages { get; } = [];

    public List<ChatTool> Tools { get; } = [];

    public ToolChoiceMode ToolChoice { get; set; }

    /// <summary>Gets or sets the tool that <see cref="ToolChoiceMode.Named"/> names.</summary>
    public string? ToolChoiceName { get; set; }

    /// <summary>Gets or sets a value indicating whether several tools may be called at once; <see langword="null"/>: not said.</summary>
    public bool? ParallelToolCalls { get; set; }

    public OutputFormat? Format { get; set; }

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public long? TopK { get; set; }

    public double? FrequencyPenalty { get; set; }

    public double? PresencePenalty { get; set; }

    public long? Seed { get; set; }

    public long? MaxOutputTokens { get; set; }

    public List<string> StopSequences { get; } = [];

    public ReasoningEffort Effort { get; set; }

    /// <summary>Gets or sets the caller's own budget of thinking tokens, which wins over <see cref="Effort"/> where the target takes one.</summary>
    public long? ThinkingBudget { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller wants to read the thoughts; <see langword="null"/>: not said.</summary>
    public bool? ShowThoughts { get; set; }

    /// <summary>Gets or sets the end user's id.</summary>
    public string? User { get; set; }

    /// <summary>Gets or sets free string metadata.</summary>
    public JsonElement? Metadata { get; set; }

    public string? PromptCacheKey { get; set; }

    public string? ServiceTier { get; set; }

    public string? Verbosity { get; set; }

    /// <summary>Gets or sets a value indicating whether the provider may keep the reply (OpenAI's <c>store</c>).</summary>
    public bool? Store { get; set; }

    /// <summary>Gets the members that have no neutral form; they go to an upstream of the same dialect only.</summary>
    public List<KeyValuePair<string, JsonElement>> Extra { get; } = [];

    /// <summary>Gets what reading already could not carry.</summary>
    public ConversionLosses Losses { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
