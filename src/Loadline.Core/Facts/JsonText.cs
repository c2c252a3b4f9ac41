using System.Text.Json;

namespace Loadline.Core.Facts;

/// <summary>Compares JSON strings inside a request body with known text, without decoding them into a string.</summary>
internal static class JsonText
{
    /// <summary>Tells whether the JSON string whose content (without quotes) lies at <paramref name="content"/> spells the given text.</summary>
    public static bool Is(ReadOnlySpan<byte> body, ByteRange content, ReadOnlySpan<byte> utf8)
    {
        var raw = content.In(body);
        if (!raw.Contains((byte)'\\'))
        {
            return raw.SequenceEqual(utf8);
        }

        // An escaped spelling is never shorter than the text it stands for.
        return raw.Length >= utf8.Length && IsEscaped(body.Slice(content.Start - 1, content.Length + 2), utf8);
    }

    private static bool IsEscaped(ReadOnlySpan<byte> quoted, ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(quoted);
        try
        {
            return reader.Read() && reader.ValueTextEquals(utf8);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape spells no text at all.
            return false;
        }
    }
}
