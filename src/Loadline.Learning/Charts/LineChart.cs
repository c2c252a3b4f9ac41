using System.Globalization;
using System.Net;
using System.Text;

namespace Loadline.Learning.Charts;

/// <summary>Draws lines as one SVG (no script, no font, no address outside), and the same figures as a table for who cannot see it.</summary>
/// <remarks>Lines are told apart by dashes as well as by colour.</remarks>
public sealed class LineChart
{
    private const double Width = 860;
    private const double Height = 420;
    private const double Left = 60;
    private const double Right = 190;
    private const double Top = 16;
    private const double Bottom = 44;
    private const double Least = 1e-5;

    private static readonly string[] Colours = ["#0b6e4f", "#444", "#c0392b", "#8e44ad", "#2471a3", "#9c640c", "#616a6b"];
    private static readonly string[] Dashes = ["", "6 3", "2 3", "10 4", "6 3 2 3", "1 2", "12 3 2 3"];
    private readonly ChartOptions _options;
    private readonly IReadOnlyList<ChartSeries> _series;
    private readonly (double From, double To) _x;
    private readonly (double From, double To) _y;

    private LineChart(ChartOptions options, IReadOnlyList<ChartSeries> series)
    {
        _options = options;
        _series = series;
        var points = series.SelectMany(one => one.Points).ToList();
        _x = Range(points.Select(point => Place(point.X)), 0.1);
        _y = Range(points.Select(point => point.Y), 0.01);
    }

    /// <summary>Draws the lines that have points, seven at most.</summary>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(ChartOptions options, IEnumerable<ChartSeries> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        var drawn = series.Where(one => one.Points.Count > 0).Take(Colours.Length).ToList();
        return drawn.Count == 0 ? "" : new LineChart(options, drawn).Figure();
    }

    private string Figure()
    {
        var html = new StringBuilder("<figure>");
        html.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-labelledby=\"{_options.Id}-t {_options.Id}-d\">");
        html.Append(CultureInfo.InvariantCulture, $"<title id=\"{_options.Id}-t\">{Text(_options.Title)}</title><desc id=\"{_options.Id}-d\">{Text(_options.Description)}</desc>");
        Axes(html);
        for (var i = 0; i < _series.Count; i++)
        {
            Line(html, i);
        }

        html.Append("</svg><figcaption>").Append(Text(_options.Title)).Append("</figcaption>");
        Table(html);
        return html.Append("</figure>\n").ToString();
    }

    private void Axes(StringBuilder svg)
    {
        var (x0, x1, y0, y1) = (Left, Width - Right, Height - Bottom, Top);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x0} {y1}V{y0}H{x1}\" fill=\"none\" stroke=\"#999\"/>");
        foreach (var place in Ticks())
        {
            var x = X(place);
            var label = Format(_options.IsLogarithmic ? Math.Pow(10, place) : place, _options.XFormat);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.0} {y0}V{y1}\" stroke=\"#eee\"/><text x=\"{x:0.0}\" y=\"{y0 + 16}\" text-anchor=\"middle\">{label}</text>");
        }

        for (var i = 0; i <= 4; i++)
        {
            var value = _y.From + ((_y.To - _y.From) * i / 4);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x0} {Y(value):0.0}H{x1}\" stroke=\"#eee\"/><text x=\"{x0 - 6}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{Format(value, _options.YFormat)}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(x0 + x1) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Text(_options.XLabel)}</text>");
    }

    private IEnumerable<double> Ticks() => _options.IsLogarithmic
        ? Enumerable.Range((int)Math.Ceiling(_x.From), Math.Max(0, (int)Math.Floor(_x.To) - (int)Math.Ceiling(_x.From) + 1)).Select(power => (double)power)
        : Enumerable.Range(0, 6).Select(i => _x.From + ((_x.To - _x.From) * i / 5));

    private void Line(StringBuilder svg, int index)
    {
        var series = _series[index];
        var path = new StringBuilder();
        foreach (var (x, y) in series.Points)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(Place(x)):0.0} {Y(y):0.0}");
        }

        var stroke = string.Create(
            CultureInfo.InvariantCulture, $"stroke=\"{Colours[index]}\" stroke-dasharray=\"{Dashes[index]}\" stroke-width=\"{(series.IsMain ? 3 : 1.5)}\"");
        var legend = Top + 14 + (index * 20);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" {stroke}><title>{Text(series.Name)}</title></path>");
        if (series.Points.Count == 1)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(Place(series.Points[0].X)):0.0}\" cy=\"{Y(series.Points[0].Y):0.0}\" r=\"4\" fill=\"{Colours[index]}\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Width - Right + 14} {legend - 4}h22\" {stroke}/><text x=\"{Width - Right + 42}\" y=\"{legend}\">{Text(series.Name)}</text>");
    }

    private void Table(StringBuilder html)
    {
        html.Append("<details><summary>The figures of this chart</summary><table><tr><th scope=\"col\">line</th><th scope=\"col\">")
            .Append(Text(_options.XLabel)).Append("</th><th scope=\"col\">").Append(Text(_options.YLabel)).Append("</th></tr>\n");
        foreach (var series in _series)
        {
            foreach (var (x, y) in series.Points)
            {
                html.Append("<tr><th scope=\"row\">").Append(Text(series.Name)).Append("</th>")
                    .Append(HtmlNumber.Cell(x, _options.XFormat)).Append(HtmlNumber.Cell(y, _options.YFormat)).Append("</tr>\n");
            }
        }

        html.Append("</table></details>");
    }

    private double Place(double x) => _options.IsLogarithmic ? Math.Log10(Math.Max(x, Least)) : x;

    private double X(double place) => Left + ((place - _x.From) / (_x.To - _x.From) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - ((value - _y.From) / (_y.To - _y.From) * (Height - Top - Bottom));

    private static (double From, double To) Range(IEnumerable<double> values, double least)
    {
        var all = values.ToList();
        return (all.Min(), Math.Max(all.Max(), all.Min() + least));
    }

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
