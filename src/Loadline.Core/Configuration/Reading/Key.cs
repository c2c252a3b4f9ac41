using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>One key of a section: its name, its value's shape, one line on it, and where the value goes.</summary>
/// <typeparam name="TDraft">What the section is read into.</typeparam>
internal abstract class Key<TDraft>(string name, string summary)
{
    public string Name => name;

    /// <summary>Gets an example that is shown where the key is missing; <see langword="null"/> for a key that may be.</summary>
    public string? Required { get; init; }

    public abstract void Read(ReadScope scope, ConfigNode node, TDraft draft);

    public void Describe(Utf8JsonWriter json)
    {
        json.WriteStartObject(name);
        json.WriteString("description", summary);
        DescribeValue(json);
        json.WriteEndObject();
    }

    protected abstract void DescribeValue(Utf8JsonWriter json);
}

/// <summary>A key whose values have a type.</summary>
internal sealed class Key<TDraft, TValue>(string name, Shape<TValue> shape, string summary, Action<TDraft, TValue, Place> set)
    : Key<TDraft>(name, summary)
{
    public override void Read(ReadScope scope, ConfigNode node, TDraft draft)
    {
        if (shape.TryRead(scope, node, out var value))
        {
            set(draft, value, scope.At(node));
        }
    }

    protected override void DescribeValue(Utf8JsonWriter json) => shape.Describe(json);
}
