using System.Text.Json;

namespace Loadline.Core.Checks;

/// <summary>The fields of a check's or a grader's definition, each read once; what nobody read is an error.</summary>
internal sealed class CheckFields
{
    private readonly JsonElement _definition;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal) { "kind" };

    /// <exception cref="CheckException">There is no kind.</exception>
    public CheckFields(JsonElement definition, string folder = "")
    {
        _definition = definition;
        Folder = folder;
        Kind = definition.ValueKind switch
        {
            JsonValueKind.String => definition.GetString()!,
            JsonValueKind.Object when definition.TryGetProperty("kind", out var kind) && kind.ValueKind == JsonValueKind.String => kind.GetString()!,
            _ => throw new CheckException("a check needs its kind. Write {\"kind\":\"exact\"}"),
        };
    }

    public string Kind { get; }

    /// <summary>Gets the folder that files are looked for in.</summary>
    public string Folder { get; }

    public JsonElement? Element(string name)
    {
        _known.Add(name);
        return _definition.ValueKind == JsonValueKind.Object && _definition.TryGetProperty(name, out var value) ? value : null;
    }

    public bool Flag(string name, bool otherwise) => Element(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw Wrong(name, "true or false"),
    };

    public double Number(string name, double otherwise) => Element(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.GetDouble() >= 0 => value.GetDouble(),
        _ => throw Wrong(name, "a number from 0"),
    };

    /// <summary>Reads a number of either sign; <see langword="null"/> where none is written.</summary>
    public double? AnyNumber(string name) => Element(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value => value.GetDouble(),
        _ => throw Wrong(name, "a number"),
    };

    public IReadOnlyList<double> Numbers(string name) => Element(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number) =>
            [.. list.EnumerateArray().Select(item => item.GetDouble())],
        _ => throw Wrong(name, "a list of numbers"),
    };

    public int Whole(string name, int otherwise) => Element(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var whole) && whole >= 0 => whole,
        _ => throw Wrong(name, "a whole number from 0"),
    };

    public string? Text(string name) => Element(name) switch
    {
        null => null,
        { } value when IsWord(value) => value.ToString(),
        _ => throw Wrong(name, "text"),
    };

    public IReadOnlyList<string> Texts(string name) => Element(name) switch
    {
        null => [],
        { } value when IsWord(value) => [value.ToString()],
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(IsWord) => [.. list.EnumerateArray().Select(item => item.ToString())],
        _ => throw Wrong(name, "a list of texts"),
    };

    /// <exception cref="CheckException">A field was written that this kind does not know.</exception>
    public void RefuseOthers()
    {
        if (_definition.ValueKind == JsonValueKind.Object
            && _definition.EnumerateObject().FirstOrDefault(field => !_known.Contains(field.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } other)
        {
            throw new CheckException($"`{other.Name}` is not known to the kind `{Kind}`. It knows {string.Join(", ", _known.Skip(1))}");
        }
    }

    // YAML takes an unquoted 42 or true for a number or a truth value; where a text is wanted it is one.
    private static bool IsWord(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private CheckException Wrong(string name, string what) => new($"`{name}` of the kind `{Kind}` must be {what}");
}
