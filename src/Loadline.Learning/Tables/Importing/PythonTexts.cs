using System.Globalization;
using System.Text;

namespace Loadline.Learning.Tables.Importing;

/// <summary>Undoes what Python's <c>str()</c> makes of a list of texts: <c>['one', "it's two"]</c>. RouterBench stores prompts and answers so.</summary>
internal static class PythonTexts
{
    /// <summary>Reads such a list; its texts are joined by a blank line.</summary>
    /// <returns>The text as it is, where it is no such list.</returns>
    public static string Join(string text)
    {
        var texts = new List<string>();
        var at = Skip(text, 0);
        if (at >= text.Length || text[at] != '[')
        {
            return text;
        }

        at = Skip(text, at + 1);
        while (at < text.Length && text[at] is '\'' or '"')
        {
            if (!TryQuoted(text, ref at, out var one))
            {
                return text;
            }

            texts.Add(one);
            at = Skip(text, at);
            at = at < text.Length && text[at] == ',' ? Skip(text, at + 1) : at;
        }

        // Anything but the closing bracket means that it was ordinary text that happens to begin like a list.
        return at == text.TrimEnd().Length - 1 && text[at] == ']' && texts.Count > 0 ? string.Join("\n\n", texts) : text;
    }

    private static int Skip(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool TryQuoted(string text, ref int at, out string value)
    {
        var quote = text[at++];
        var result = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
                Escape(text, ref at, result);
            }
            else
            {
                result.Append(text[at++]);
            }
        }

        value = result.ToString();
        return at++ < text.Length;
    }

    private static void Escape(string text, ref int at, StringBuilder result)
    {
        var c = text[at++];
        var digits = c switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && at + digits <= text.Length
            && int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code <= 0x10FFFF)
        {
            at += digits;
            result.Append(code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code));
            return;
        }

        result.Append(c switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", '\'' => "'", '"' => "\"", _ => "\\" + c });
    }
}
