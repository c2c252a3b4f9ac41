using System.Globalization;
using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A size in bytes; <c>kb</c>, <c>mb</c> and <c>gb</c> are powers of 1,024.</summary>
internal sealed class BytesShape() : ScalarShape<long>("a size from 1kb to 1gb", "`32mb`")
{
    private const long Smallest = 1024;
    private const long Largest = 1024 * 1024 * 1024;

    private static readonly (string Suffix, long Bytes)[] Units = [("kb", 1024), ("mb", 1024 * 1024), ("gb", Largest)];

    public override void Describe(Utf8JsonWriter json) =>
        SchemaText.NumberOrText(json, "[0-9]+([kK][bB]|[mM][bB]|[gG][bB])?", "integer", Smallest, Largest);

    protected override bool TryParse(string text, out long value)
    {
        var scale = 1L;
        foreach (var (suffix, bytes) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                text = text[..^suffix.Length].TrimEnd();
                scale = bytes;
                break;
            }
        }

        var isRead = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= Largest;
        value = isRead ? value * scale : 0;
        return value is >= Smallest and <= Largest;
    }
}
