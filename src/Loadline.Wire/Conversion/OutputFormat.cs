using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>The form the answer must have.</summary>
/// <param name="Schema">The JSON Schema; <see langword="null"/>: any JSON object.</param>
/// <param name="Name">The schema's name; <see langword="null"/> where the dialect has none.</param>
/// <param name="Description">What the schema is for.</param>
/// <param name="Strict">Whether strict adherence was asked for; <see langword="null"/>: not said.</param>
public sealed record OutputFormat(JsonElement? Schema, string? Name, string? Description, bool? Strict);
