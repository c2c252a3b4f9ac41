using System.Globalization;

namespace Loadline.Learning.Charts;

/// <summary>Figures in HTML tables: rounded for people, exact in <c>data-value</c>.</summary>
internal static class HtmlNumber
{
    /// <summary>Writes a table cell; an empty one where there is no figure.</summary>
    public static string Cell(double? value, string format) => value is { } number
        ? string.Create(CultureInfo.InvariantCulture, $"<td data-value=\"{number:R}\">{number.ToString(format, CultureInfo.InvariantCulture)}</td>")
        : "<td></td>";
}
