using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>A tool that a request offers.</summary>
/// <param name="Kind">Who runs it and how it is called.</param>
/// <param name="Name">Its name; the type's name where a hosted tool has no other.</param>
public sealed record ChatTool(ToolKind Kind, string Name)
{
    /// <summary>Gets what the caller tells the model of the tool.</summary>
    public string? Description { get; init; }

    /// <summary>Gets the arguments' JSON Schema; <see langword="null"/> where none was given.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Gets a value indicating whether the caller asked for strict adherence to the schema; <see langword="null"/>: not said.</summary>
    public bool? Strict { get; init; }

    /// <summary>Gets a custom tool's grammar.</summary>
    public JsonElement? Format { get; init; }

    /// <summary>Gets the namespace that groups tools (Responses); <see langword="null"/> elsewhere.</summary>
    public string? Namespace { get; init; }

    /// <summary>Gets the dialect whose tool this is, for hosted tools.</summary>
    public Dialect Origin { get; init; }

    /// <summary>Gets the definition as it came.</summary>
    public JsonElement Raw { get; init; }

    /// <summary>Gets the cache mark set on this tool.</summary>
    public string? CacheMark { get; init; }
}
