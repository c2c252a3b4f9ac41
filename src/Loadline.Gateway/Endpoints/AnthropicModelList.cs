using System.Text.Json.Serialization;

namespace Loadline.Gateway.Endpoints;

/// <summary>Anthropic's list of models, always on one page.</summary>
internal sealed record AnthropicModelList([property: JsonPropertyName("data")] IReadOnlyList<AnthropicModel> Data)
{
    [JsonPropertyName("has_more")]
    public bool HasMore { get; }

    [JsonPropertyName("first_id")]
    public string? FirstId => Data.Count > 0 ? Data[0].Id : null;

    [JsonPropertyName("last_id")]
    public string? LastId => Data.Count > 0 ? Data[^1].Id : null;
}

/// <summary>One model of Anthropic's list.</summary>
internal sealed record AnthropicModel([property: JsonPropertyName("id")] string Id)
{
    [JsonPropertyName("type")]
    public string Kind { get; } = "model";

    [JsonPropertyName("display_name")]
    public string DisplayName => Id;

    /// <summary>Gets the epoch: a route was never released.</summary>
    [JsonPropertyName("created_at")]
    public string CreatedAt { get; } = "1970-01-01T00:00:00Z";

    public static AnthropicModel Create(ListedModel model) => new(model.Id);
}
