using System.Buffers.Text;
using System.Text;

namespace Loadline.Wire.Conversion;

/// <summary>Resolves the escapes of a JSON string that a strict reader refuses: half surrogate pairs become U+FFFD.</summary>
internal static class LooseJsonText
{
    /// <param name="content">A string's content without its quotes, valid by JSON's grammar.</param>
    public static byte[] Unescape(ReadOnlySpan<byte> content)
    {
        var text = new StringBuilder(content.Length);
        while (!content.IsEmpty)
        {
            var plain = content.IndexOf((byte)'\\');
            plain = plain < 0 ? content.Length : plain;
            text.Append(Encoding.UTF8.GetString(content[..plain]));
            content = content[plain..];
            if (content.Length > 1)
            {
                content = content[Escape(content, text)..];
            }
        }

        // The encoder replaces lone surrogates.
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static int Escape(ReadOnlySpan<byte> content, StringBuilder text)
    {
        if (content[1] == (byte)'u' && content.Length >= 6 && Utf8Parser.TryParse(content.Slice(2, 4), out int code, out var used, 'x') && used == 4)
        {
            text.Append((char)code);
            return 6;
        }

        text.Append((char)content[1] switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            var other => other,
        });
        return 2;
    }
}
