using System.Text.Json.Serialization;

namespace Loadline.Gateway.Endpoints;

/// <summary>Gemini's list of models, always on one page.</summary>
internal sealed record GeminiModelList([property: JsonPropertyName("models")] IReadOnlyList<GeminiModel> Models);

/// <summary>One model of Gemini's list.</summary>
internal sealed record GeminiModel(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("displayName")] string DisplayName,
    [property: JsonPropertyName("inputTokenLimit")] int? InputTokenLimit,
    [property: JsonPropertyName("outputTokenLimit")] int? OutputTokenLimit)
{
    [JsonPropertyName("supportedGenerationMethods")]
    public IReadOnlyList<string> Methods { get; } = ["generateContent", "countTokens"];

    public static GeminiModel Create(ListedModel model) => new("models/" + model.Id, model.Id, model.Context, model.MaxOutput);
}
