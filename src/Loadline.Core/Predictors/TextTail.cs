namespace Loadline.Core.Predictors;

/// <summary>The last lines of a text, where choices stand if there are any.</summary>
/// <param name="Bytes">Length of the last four lines that are not empty.</param>
/// <param name="Digits">Digits in them.</param>
/// <param name="LongestLine">Length of the longest of them.</param>
internal readonly record struct TextTail(int Bytes, int Digits, int LongestLine)
{
    private const int Lines = 4;
    private const int Reach = 1024;

    public static TextTail Of(ReadOnlySpan<byte> text)
    {
        text = text.Length > Reach ? text[^Reach..] : text;
        int bytes = 0, digits = 0, longest = 0;
        for (var line = 0; line < Lines && !text.IsEmpty; line++)
        {
            text = text.TrimEnd("\n\r "u8);
            var start = text.LastIndexOf((byte)'\n') + 1;
            var current = text[start..];
            bytes += current.Length;
            longest = Math.Max(longest, current.Length);
            foreach (var value in current)
            {
                digits += (uint)(value - '0') <= 9 ? 1 : 0;
            }

            text = text[..start];
        }

        return new TextTail(bytes, digits, longest);
    }
}
