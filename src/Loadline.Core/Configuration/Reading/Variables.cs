using System.Buffers;
using System.Text;

namespace Loadline.Core.Configuration.Reading;

/// <summary><c>${NAME}</c> and <c>${NAME:-default}</c> in config values.</summary>
/// <remarks>
/// Variables are replaced after the file has been parsed, so that a value cannot become YAML. Braces mean something of their own inside
/// YAML's <c>{ … }</c>, so they are hidden from the parser: each is replaced by one private-use character, which keeps every column right.
/// </remarks>
internal static class Variables
{
    // A default ends at its brace; one with a quote or another brace in it needs quotes around the whole value.
    private static readonly SearchValues<char> DefaultEnds = SearchValues.Create("}{\"'\r\n");

    private const char Open = '\uE000';
    private const char Close = '\uE001';

    /// <summary>Tells whether the text holds a character that hiding needs for itself.</summary>
    public static bool HasReserved(string text, out int index) => (index = text.AsSpan().IndexOfAny(Open, Close)) >= 0;

    /// <summary>Hides the braces of variables from the parser.</summary>
    public static string Hide(string text)
    {
        var at = text.IndexOf("${", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var chars = text.ToCharArray();
        for (; at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            var length = LengthOf(text.AsSpan(at));
            if (length > 0)
            {
                chars[at + 1] = Open;
                chars[at + length - 1] = Close;
            }
        }

        return new string(chars);
    }

    /// <summary>Shows hidden braces again.</summary>
    public static string Show(string text) => text.Replace(Open, '{').Replace(Close, '}');

    /// <summary>Replaces every variable; <c>$${</c> stands for a literal <c>${</c>.</summary>
    /// <param name="text">The value as written.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <param name="problem">What is wrong; <see langword="null"/> where nothing is.</param>
    public static string Replace(string text, Func<string, string?> environment, out VariableProblem? problem)
    {
        problem = null;
        if (!text.Contains("${", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length && problem is null;)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("$${"))
            {
                result.Append("${");
                i += 3;
            }
            else if (rest.StartsWith("${"))
            {
                i += ReplaceOne(rest, environment, result, out problem);
            }
            else
            {
                result.Append(text[i++]);
            }
        }

        return result.ToString();
    }

    // The length of `${NAME}` or `${NAME:-default}` at the start of a text; 0 where something else stands there, which YAML may judge.
    private static int LengthOf(ReadOnlySpan<char> text)
    {
        var name = 2;
        while (name < text.Length && (char.IsAsciiLetterOrDigit(text[name]) || text[name] == '_'))
        {
            name++;
        }

        var rest = text[name..];
        var end = rest.StartsWith(":-") ? rest.IndexOfAny(DefaultEnds) : 0;
        return end >= 0 && end < rest.Length && rest[end] == '}' ? name + end + 1 : 0;
    }

    private static int ReplaceOne(
        ReadOnlySpan<char> text,
        Func<string, string?> environment,
        StringBuilder result,
        out VariableProblem? problem)
    {
        var end = text.IndexOf('}');
        if (end < 0)
        {
            problem = new VariableProblem("`${` is not closed", "Write `${NAME}`, or `$${` for a literal `${`.");
            return text.Length;
        }

        var inside = text[2..end];
        var colon = inside.IndexOf(":-");
        var name = (colon < 0 ? inside : inside[..colon]).ToString();
        problem = null;
        if (!IsName(name))
        {
            problem = new VariableProblem(
                "`" + text[..(end + 1)].ToString() + "` names no variable",
                "Write `${NAME}` or `${NAME:-default}`.");
            return text.Length;
        }

        var value = environment(name);
        if (colon >= 0 && string.IsNullOrEmpty(value))
        {
            value = inside[(colon + 2)..].ToString();
        }

        if (value is null)
        {
            problem = new VariableProblem(
                "the environment variable `" + name + "` is not set", "Set it, or write `${" + name + ":-default}`.");
        }

        result.Append(value);
        return end + 1;
    }

    private static bool IsName(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
            {
                return false;
            }
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
