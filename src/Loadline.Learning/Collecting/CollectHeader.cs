using System.Buffers;
using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Collecting;

/// <summary>Writes a collected table's header: its graders, and what each model's name stood for.</summary>
public static class CollectHeader
{
    /// <summary>The header of a table that these candidates answered and these graders grade.</summary>
    public static OutcomeTableHeader Create(IReadOnlyList<CollectCandidate> candidates, IReadOnlyList<GraderDefinition> graders) => new()
    {
        Graders = graders.Count == 0 ? null : Element(json =>
        {
            foreach (var grader in graders)
            {
                json.WritePropertyName(grader.Name);
                grader.Source.WriteTo(json);
            }
        }),
        Candidates = Element(json =>
        {
            foreach (var candidate in candidates)
            {
                Write(json, candidate);
            }
        }),
    };

    private static void Write(Utf8JsonWriter json, CollectCandidate candidate)
    {
        json.WriteStartObject(candidate.Name);
        json.WriteStartArray("deployments"u8);
        foreach (var deployment in candidate.Deployments)
        {
            json.WriteStringValue(deployment);
        }

        json.WriteEndArray();
        if (candidate.Price is { } price)
        {
            json.WriteStartObject("price"u8);
            json.WriteNumber("input"u8, price.Input);
            json.WriteNumber("output"u8, price.Output);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static JsonElement Element(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
