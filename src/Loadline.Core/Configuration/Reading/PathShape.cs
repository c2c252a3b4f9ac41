using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>The path of a file, absolute or from the config's own folder.</summary>
internal sealed class PathShape(string what, string example) : ScalarShape<string>(what, example)
{
    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, ".+");

    protected override bool TryParse(string text, out string value)
    {
        value = text;
        return text.Length > 0 && text.IndexOfAny(Path.GetInvalidPathChars()) < 0;
    }
}
