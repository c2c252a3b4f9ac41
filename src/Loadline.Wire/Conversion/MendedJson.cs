using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Loadline.Wire.Conversion;

/// <summary>Replaces what a strict JSON library throws on when text is read: broken UTF-8 and escapes of half surrogate pairs become U+FFFD.</summary>
/// <remarks>Models and cut-off strings produce both. Text that is in order, nearly all of it, is only looked over.</remarks>
internal static class MendedJson
{
    /// <summary>The text in order; <see langword="null"/> where it already is.</summary>
    public static byte[]? Mend(ReadOnlySpan<byte> json)
    {
        byte[]? mended = Utf8.IsValid(json) ? null : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        var text = mended ?? json;
        for (var at = NextSurrogate(text, 0); at >= 0; at = NextSurrogate(text, at))
        {
            if (IsPair(text, at))
            {
                at += 12;
                continue;
            }

            mended ??= json.ToArray();
            text = mended;
            "\\ufffd"u8.CopyTo(mended.AsSpan(at));
            at += 6;
        }

        return mended;
    }

    /// <summary>As <see cref="Mend(ReadOnlySpan{byte})"/>; the text itself where it is in order.</summary>
    public static ReadOnlyMemory<byte> Mend(ReadOnlyMemory<byte> json) => Mend(json.Span) is { } mended ? mended : json;

    // The next \uD8xx to \uDFxx; escaped backslashes before it are stepped over.
    private static int NextSurrogate(ReadOnlySpan<byte> text, int from)
    {
        while (from < text.Length)
        {
            var found = text[from..].IndexOf((byte)'\\');
            if (found < 0)
            {
                return -1;
            }

            from += found;
            if (Code(text, from) is >= 0xD800 and <= 0xDFFF)
            {
                return from;
            }

            from += 2;
        }

        return -1;
    }

    private static bool IsPair(ReadOnlySpan<byte> text, int at) =>
        Code(text, at) is >= 0xD800 and <= 0xDBFF && Code(text, at + 6) is >= 0xDC00 and <= 0xDFFF;

    private static int Code(ReadOnlySpan<byte> text, int at) =>
        at + 6 <= text.Length && text[at] == (byte)'\\' && text[at + 1] == (byte)'u'
        && Utf8Parser.TryParse(text.Slice(at + 2, 4), out int code, out var used, 'x') && used == 4
            ? code
            : -1;
}
