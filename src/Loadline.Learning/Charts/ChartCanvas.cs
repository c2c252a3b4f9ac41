using System.Globalization;
using System.Net;
using System.Text;

namespace Loadline.Learning.Charts;

/// <summary>What all charts share: one SVG without script, font or address outside, axes with figures, a legend, and all of it as a table.</summary>
internal sealed class ChartCanvas
{
    public const double Width = 560;
    /// <summary>The room above a drawing whose rows say themselves what they are.</summary>
    public const double NoTitle = 14;

    private const double BottomEdge = 56;

    private readonly ChartOptions _options;
    private readonly StringBuilder _svg = new();
    private readonly StringBuilder _table = new();
    private readonly StringBuilder _legend = new();

    /// <param name="options">What it says.</param>
    /// <param name="left">The room for figures of the vertical axis. Default: 74.</param>
    /// <param name="top">The room above the drawing. Default: enough for what the vertical axis measures.</param>
    public ChartCanvas(ChartOptions options, double left = 74, double top = 32)
    {
        _options = options;
        Left = left;
        Top = top;
        _svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width:0} {options.Height:0}\" width=\"100%\" font-family=\"system-ui,sans-serif\" font-size=\"12\" role=\"img\" aria-labelledby=\"{options.Id}-t {options.Id}-d\">");
        _svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{options.Id}-t\">{Text(options.Title)}</title><desc id=\"{options.Id}-d\">{Text(options.Description)}</desc>");
    }

    public double Left { get; }

    public const double Right = Width - 24;

    public double Top { get; }

    public double Bottom => _options.Height - BottomEdge;

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Draws lines and figures of both axes.</summary>
    public void Axes(ChartScale x, ChartScale y)
    {
        foreach (var (value, label) in x.Ticks)
        {
            Add($"<path class=\"grid\" stroke=\"#e4e7e9\" d=\"M{X(x, value):0.0} {Bottom:0.0}V{Top:0.0}\"/>");
            Label(X(x, value), Bottom + 19, "middle", label);
        }

        if (Top > NoTitle)
        {
            Label(2, 14, "start", _options.YLabel);
        }

        foreach (var (value, label) in y.Ticks)
        {
            Add($"<path class=\"grid\" stroke=\"#e4e7e9\" d=\"M{Left:0.0} {Y(y, value):0.0}H{Right:0.0}\"/>");
            Label(Left - 7, Y(y, value) + 4, "end", label);
        }

        Frame();
    }

    /// <summary>Draws the axes' own lines and what they measure.</summary>
    public void Frame()
    {
        Add($"<path class=\"axis\" fill=\"none\" stroke=\"#888\" d=\"M{Left:0.0} {Top:0.0}V{Bottom:0.0}H{Right:0.0}\"/>");
        Label((Left + Right) / 2, _options.Height - 8, "middle", _options.XLabel);
    }

    public double X(ChartScale scale, double value) => Left + (Math.Clamp(scale.At(value), 0, 1) * (Right - Left));

    public double Y(ChartScale scale, double value) => Bottom - (Math.Clamp(scale.At(value), 0, 1) * (Bottom - Top));

    public void Add(FormattableString svg) => _svg.Append(svg.ToString(CultureInfo.InvariantCulture));

    public void Label(double x, double y, string anchor, string text) =>
        Add($"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{Text(text)}</text>");

    /// <summary>Adds an entry to the legend.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="mark">SVG of 28 × 12 that shows how it is drawn.</param>
    public void Legend(string name, string mark) =>
        _legend.Append("<li><svg viewBox=\"0 0 28 12\" width=\"28\" height=\"12\" aria-hidden=\"true\">").Append(mark).Append("</svg>").Append(Text(name)).Append("</li>");

    public static string Swatch(int colour) => string.Create(CultureInfo.InvariantCulture, $"<rect {ChartStyle.Fill(colour)} x=\"2\" y=\"1\" width=\"24\" height=\"10\"/>");

    public static string LineMark(int colour, bool isMain) => string.Create(
        CultureInfo.InvariantCulture,
        $"<path {ChartStyle.Line(colour, isMain)} d=\"M1 6H27\"/>");

    /// <summary>Adds the table's head.</summary>
    public void Heads(params ReadOnlySpan<string> titles)
    {
        _table.Append("<tr>");
        foreach (var title in titles)
        {
            _table.Append("<th scope=\"col\">").Append(Text(title)).Append("</th>");
        }

        _table.Append("</tr>\n");
    }

    /// <summary>Adds a row; cells are HTML as <see cref="HtmlNumber"/> writes it.</summary>
    public void Row(string name, params ReadOnlySpan<string> cells)
    {
        _table.Append("<tr><th scope=\"row\">").Append(Text(name)).Append("</th>");
        foreach (var cell in cells)
        {
            _table.Append(cell);
        }

        _table.Append("</tr>\n");
    }

    /// <summary>Puts it together.</summary>
    /// <returns>A <c>figure</c> element.</returns>
    public string Finish()
    {
        var html = new StringBuilder(_svg.Length + _table.Length + 512);
        html.Append("<figure class=\"chart\" id=\"").Append(_options.Id).Append("\"><figcaption>").Append(Text(_options.Title)).Append("</figcaption>");
        html.Append(_svg).Append("</svg>");
        if (_legend.Length > 0)
        {
            html.Append("<ul class=\"legend\">").Append(_legend).Append("</ul>");
        }

        return html.Append("<details><summary>The figures of this chart</summary><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Text(_options.Title))
            .Append("\"><table>").Append(_table).Append("</table></div></details></figure>\n").ToString();
    }
}
