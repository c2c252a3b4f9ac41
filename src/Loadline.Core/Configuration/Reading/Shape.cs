using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What a value of the config must look like; the reader and the JSON Schema are both made from it.</summary>
internal abstract class Shape
{
    /// <summary>Writes the members of this shape's JSON Schema into an object that the caller has begun.</summary>
    public abstract void Describe(Utf8JsonWriter json);
}

/// <summary>A shape that reads values of one type.</summary>
internal abstract class Shape<T> : Shape
{
    /// <summary>Reads a value, or reports every reason why it cannot.</summary>
    public abstract bool TryRead(ReadScope scope, ConfigNode node, out T value);
}
