using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Loadline.Core.Semantics;

/// <summary>What <c>loadline train --semantic</c> writes: routes by name, with examples and fitted thresholds.</summary>
/// <param name="Routes">The routes.</param>
public sealed record SemanticArtifact(IReadOnlyList<SemanticExamples> Routes)
{
    private const string Format = "loadline semantic 1";

    /// <summary>Gets the digest of the content: lower-case hexadecimal SHA-256.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Write()));

    /// <summary>Writes the file.</summary>
    public byte[] Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteStartArray("routes");
            foreach (var route in Routes)
            {
                Write(json, route);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SemanticArtifact Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.GetString() != Format)
            {
                throw new InvalidDataException("It is no file of `loadline train --semantic`, or of another version. Train again.");
            }

            return new SemanticArtifact([.. root.GetProperty("routes").EnumerateArray().Select(ReadRoute)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or DecoderFallbackException)
        {
            throw new InvalidDataException("It is damaged: " + error.Message, error);
        }
    }

    private static void Write(Utf8JsonWriter json, SemanticExamples route)
    {
        json.WriteStartObject();
        json.WriteString("name", route.Name);
        if (route.Threshold is { } threshold)
        {
            json.WriteNumber("threshold", Math.Round(threshold, 6));
        }

        json.WriteStartArray("examples");
        foreach (var text in route.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static SemanticExamples ReadRoute(JsonElement route) => new(
        route.GetProperty("name").GetString()!,
        [.. route.GetProperty("examples").EnumerateArray().Select(text => text.GetString()!)],
        route.TryGetProperty("threshold", out var threshold) ? threshold.GetDouble() : null);
}
