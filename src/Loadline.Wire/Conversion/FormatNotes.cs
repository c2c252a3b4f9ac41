using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>What a model is told in words where its API cannot promise the form of an answer.</summary>
internal static class FormatNotes
{
    public const string Json = "Answer with one JSON object and nothing else.";

    public static string Schema(JsonElement schema) => $"Answer with one JSON object and nothing else. It must follow this JSON Schema:\n{schema.Raw()}";
}
