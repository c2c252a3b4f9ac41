using System.Text;

namespace Loadline.Core.Checks;

/// <summary>The little of LaTeX that final answers are dressed in.</summary>
internal static class LatexText
{
    private static readonly string[] Boxes = [@"\boxed{", @"\fbox{"];

    private static readonly string[] Fractions = [@"\frac{", @"\dfrac{", @"\tfrac{"];

    // Marks that stand inside a number or around one and say nothing.
    private static readonly string[] Noise = [@"\,", @"\!", @"\;", @"\ ", @"\left", @"\right", @"\text{", @"\mathrm{", @"\textbf{", @"\mathbf{"];

    /// <summary>Finds what is inside the last box.</summary>
    public static string? LastBoxed(string text)
    {
        foreach (var box in Boxes)
        {
            var index = text.LastIndexOf(box, StringComparison.Ordinal);
            if (index >= 0 && Closing(text, index + box.Length) is var end and >= 0)
            {
                return text[(index + box.Length)..end];
            }
        }

        return null;
    }

    /// <summary>Writes fractions on one line, and takes thousands marks and spacing out.</summary>
    public static string Plain(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal) && !text.Contains("{,}", StringComparison.Ordinal))
        {
            return text;
        }

        var plain = text.Replace("{,}", ",", StringComparison.Ordinal);
        foreach (var fraction in Fractions)
        {
            plain = OnOneLine(plain, fraction);
        }

        foreach (var mark in Noise)
        {
            plain = plain.Replace(mark, "", StringComparison.Ordinal);
        }

        return plain.Replace(@"\%", "%", StringComparison.Ordinal).Replace(@"\$", "$", StringComparison.Ordinal);
    }

    private static string OnOneLine(string text, string fraction)
    {
        var result = new StringBuilder(text.Length);
        var from = 0;
        for (int index; (index = text.IndexOf(fraction, from, StringComparison.Ordinal)) >= 0;)
        {
            var top = Closing(text, index + fraction.Length);
            var bottom = top >= 0 && top + 1 < text.Length && text[top + 1] == '{' ? Closing(text, top + 2) : -1;
            if (bottom < 0)
            {
                break;
            }

            result.Append(text, from, index - from).Append(text, index + fraction.Length, top - index - fraction.Length)
                .Append('/').Append(text, top + 2, bottom - top - 2);
            from = bottom + 1;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static int Closing(string text, int at)
    {
        for (var depth = 1; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
