using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loadline.Core.Outcomes;

/// <summary>One prompt and how each model did on it: a line of an outcome table.</summary>
public sealed record OutcomeRow
{
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Gets the data set's own label for the row (a subject, a task); never a serving-time signal.</summary>
    [JsonPropertyName("group")]
    public string? Group { get; init; }

    /// <summary>Gets the prompt; <see langword="null"/> where <see cref="Messages"/> holds a conversation.</summary>
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    /// <summary>Gets the conversation, as Chat Completions messages.</summary>
    [JsonPropertyName("messages")]
    public JsonElement? Messages { get; init; }

    /// <summary>Gets the tools offered with the conversation, as Chat Completions tools.</summary>
    [JsonPropertyName("tools")]
    public JsonElement? Tools { get; init; }

    [JsonPropertyName("split")]
    public string? Split { get; init; }

    /// <summary>Gets the session the row belongs to; rows of one session are not independent.</summary>
    [JsonPropertyName("cluster")]
    public string? Cluster { get; init; }

    [JsonPropertyName("outcomes")]
    public required Dictionary<string, Outcome> Outcomes { get; init; }

    /// <summary>Gets or sets the fields this version does not know, kept as they are.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; set; }
}
