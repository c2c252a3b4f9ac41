using System.Text.Json.Serialization;

namespace Loadline.Gateway.Endpoints;

/// <summary>OpenAI's list of models.</summary>
internal sealed record ModelList([property: JsonPropertyName("data")] IReadOnlyList<ModelEntry> Data)
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "list";
}

/// <summary>One model of OpenAI's list.</summary>
internal sealed record ModelEntry([property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("owned_by")] string OwnedBy)
{
    [JsonPropertyName("object")]
    public string Kind { get; } = "model";

    /// <summary>Gets zero: a route was never released.</summary>
    [JsonPropertyName("created")]
    public long Created { get; }

    public static ModelEntry Create(ListedModel model) => new(model.Id, model.Owner);
}
