using System.Text.Json;
using System.Text.RegularExpressions;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Text of a given form.</summary>
internal sealed class WordShape(string what, string example, string pattern) : ScalarShape<string>(what, example)
{
    /// <summary>A name of a route or a model.</summary>
    public const string NamePattern = "[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}";

    /// <summary>A word without spaces.</summary>
    public const string SimplePattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /// <summary>Text on one line, without control characters.</summary>
    public const string LinePattern = @"[^\u0000-\u001f\u007f]{1,2000}";

    private readonly Regex _pattern = new("^(?:" + pattern + ")\\z", RegexOptions.CultureInvariant);

    public string Pattern => pattern;

    public static WordShape Candidate { get; } = new("the name of a model", "a name from `models`", NamePattern);

    public bool IsMatch(string text) => _pattern.IsMatch(text);

    public override void Describe(Utf8JsonWriter json) => SchemaText.Word(json, pattern);

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return _pattern.IsMatch(text);
    }
}
