using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>A chat request in the form between the dialects.</summary>
/// <remarks>Holds the parsed body: dispose it once the upstream's body is written. Not thread-safe.</remarks>
public sealed class ChatRequest(Dialect origin, JsonDocument source) : IDisposable
{
    /// <summary>Gets the dialect it was written in.</summary>
    public Dialect Origin { get; } = origin;

    /// <summary>Gets or sets the name of the model as the caller wrote it: a route's or a model's, until the writer puts the upstream's in its place.</summary>
    public string Model { get; set; } = string.Empty;

    /// <summary>Gets or sets a value indicating whether the answer is to come as a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller wants usage in the stream; only OpenAI Chat leaves it open.</summary>
    public bool IncludeUsage { get; set; } = true;

    /// <summary>Gets the conversation, system messages in their places.</summary>
    public List<ChatMessage> Messages { get; } = [];

    /// <summary>Gets the tools that the model may call, in the caller's order.</summary>
    public List<ChatTool> Tools { get; } = [];

    /// <summary>Gets or sets how free the model is to call tools.</summary>
    public ToolChoiceMode ToolChoice { get; set; }

    /// <summary>Gets or sets the tool that <see cref="ToolChoiceMode.Named"/> names.</summary>
    public string? ToolChoiceName { get; set; }

    /// <summary>Gets or sets a value indicating whether several tools may be called at once; <see langword="null"/>: not said.</summary>
    public bool? ParallelToolCalls { get; set; }

    /// <summary>Gets or sets the form that the answer must have; <see langword="null"/>: free text.</summary>
    public OutputFormat? Format { get; set; }

    /// <summary>Gets or sets the sampling temperature on the caller's scale, 0 to 2 (Anthropic: 0 to 1); <see langword="null"/>: the provider's default.</summary>
    public double? Temperature { get; set; }

    /// <summary>Gets or sets the nucleus of sampling, in [0,1]; <see langword="null"/>: the provider's default.</summary>
    public double? TopP { get; set; }

    /// <summary>Gets or sets how many of the likeliest tokens are sampled from; <see langword="null"/>: not limited.</summary>
    public long? TopK { get; set; }

    /// <summary>Gets or sets what repeating a token costs by how often it came, -2 to 2; where the target does not take it, that is a loss.</summary>
    public double? FrequencyPenalty { get; set; }

    /// <summary>Gets or sets what repeating a token costs once it came, -2 to 2; where the target does not take it, that is a loss.</summary>
    public double? PresencePenalty { get; set; }

    /// <summary>Gets or sets the sampling seed; <see langword="null"/>: none. Providers promise no more than their best effort.</summary>
    public long? Seed { get; set; }

    /// <summary>Gets or sets the most tokens of the answer, thoughts included where the dialect counts them; <see langword="null"/>: not said.</summary>
    public long? MaxOutputTokens { get; set; }

    /// <summary>Gets the texts that end the answer where the model writes them.</summary>
    public List<string> StopSequences { get; } = [];

    /// <summary>Gets or sets how long the model may think.</summary>
    public ReasoningEffort Effort { get; set; }

    /// <summary>Gets or sets the caller's own budget of thinking tokens, which wins over <see cref="Effort"/> where the target takes one.</summary>
    public long? ThinkingBudget { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller wants to read the thoughts; <see langword="null"/>: not said.</summary>
    public bool? ShowThoughts { get; set; }

    /// <summary>Gets or sets the end user's id.</summary>
    public string? User { get; set; }

    /// <summary>Gets or sets free string metadata.</summary>
    public JsonElement? Metadata { get; set; }

    /// <summary>Gets or sets what groups requests of one prompt prefix for the provider's cache (OpenAI).</summary>
    public string? PromptCacheKey { get; set; }

    /// <summary>Gets or sets the provider's class of service as the caller wrote it.</summary>
    public string? ServiceTier { get; set; }

    /// <summary>Gets or sets how long answers shall be, in OpenAI's words: <c>low</c>, <c>medium</c>, <c>high</c>.</summary>
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
