using System.Globalization;

namespace Loadline.Core.Checks;

/// <summary>What an answer comes to, so that answers in different words can be compared: its number, else its last line without decoration.</summary>
internal static class ExtractedAnswer
{
    private const int ShortAnswer = 200;

    /// <summary>Extracts; answers that come to the same give the same text.</summary>
    /// <param name="text">The answer.</param>
    /// <returns>Empty where it comes to nothing.</returns>
    public static string Of(string text)
    {
        if (AnswerNumber.Find(text) is { } number)
        {
            return number.Value.ToString("G9", CultureInfo.InvariantCulture) + (number.IsPercent ? "%" : "");
        }

        var trimmed = text.AsSpan().Trim();
        var lastLine = trimmed.LastIndexOf('\n');
        var last = (trimmed.Length > ShortAnswer && lastLine >= 0 ? trimmed[(lastLine + 1)..] : trimmed).ToString();
        return string.Join(
            ' ', last.ToLowerInvariant().Split([.. " \t\r\n.,;:!?\"'*_`()[]{}"], StringSplitOptions.RemoveEmptyEntries));
    }
}
