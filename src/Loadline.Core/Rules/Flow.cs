using System.Text;

namespace Loadline.Core.Rules;

/// <summary>Writes values back in the config's own flow form, so that an explanation can be pasted into a config.</summary>
/// <remarks>Canonical: equal conditions and policies give equal text, and route digests are taken over it.</remarks>
internal static class Flow
{
    /// <summary>Writes one scalar, quoted where the plain form would be read as something else.</summary>
    public static string Scalar(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var quoted = new StringBuilder(text.Length + 8).Append('"');
        for (var i = 0; i < text.Length; i++)
        {
            Append(quoted, text, i);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Writes one value alone, several as a list.</summary>
    public static string OneOrList(IReadOnlyList<string> values) => values.Count == 1 ? Scalar(values[0]) : List(values.Select(Scalar));

    /// <summary>Writes a list of values that are already in flow form.</summary>
    public static string List(IEnumerable<string> values) => "[" + string.Join(", ", values) + "]";

    private static void Append(StringBuilder quoted, string text, int i)
    {
        var c = text[i];
        if (c is '"' or '\\')
        {
            quoted.Append('\\').Append(c);
        }
        else if (c < ' ' || c == '\u007f')
        {
            quoted.Append("\\x").Append(((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }
        else if (c == '$' && i + 1 < text.Length && text[i + 1] == '{')
        {
            // A literal that must not be taken for a variable.
            quoted.Append("$$");
        }
        else
        {
            quoted.Append(c);
        }
    }

    private static bool IsPlain(string text)
    {
        if (text.Length == 0 || text is "null" or "Null" or "NULL" || text[0] is '.' or '-' or '/')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '.' or '-' or '/'))
            {
                return false;
            }
        }

        return true;
    }
}
