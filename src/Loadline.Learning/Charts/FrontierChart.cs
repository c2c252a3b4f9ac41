using System.Globalization;
using System.Net;
using System.Text;
using Loadline.Learning.Evaluation;

namespace Loadline.Learning.Charts;

/// <summary>Draws cost against quality of several routers as one SVG: no script, no font, no address outside.</summary>
public sealed class FrontierChart
{
    private const double Width = 860;
    private const double Height = 420;
    private const double Left = 60;
    private const double Right = 190;
    private const double Top = 16;
    private const double Bottom = 44;

    private static readonly string[] Colours = ["#0b6e4f", "#444", "#c0392b", "#8e44ad", "#2471a3", "#b9770e", "#7f8c8d"];
    private readonly double _leastCost;
    private readonly double _mostCost;
    private readonly double _leastQuality;
    private readonly double _mostQuality;

    private FrontierChart(IReadOnlyList<RouterResult> routers)
    {
        var points = routers.SelectMany(router => router.Frontier).ToList();
        _leastCost = Math.Log10(Math.Max(points.Min(point => point.Cost), 1e-5));
        _mostCost = Math.Max(Math.Log10(Math.Max(points.Max(point => point.Cost), 1e-5)), _leastCost + 0.1);
        _leastQuality = points.Min(point => point.Quality);
        _mostQuality = Math.Max(points.Max(point => point.Quality), _leastQuality + 0.01);
    }

    /// <summary>Draws the hulls of routers that have one.</summary>
    /// <returns>An <c>svg</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(IEnumerable<RouterResult> routers)
    {
        var drawn = routers.Where(router => router.Frontier.Count > 0).Take(Colours.Length).ToList();
        return drawn.Count == 0 ? "" : new FrontierChart(drawn).Svg(drawn);
    }

    private string Svg(List<RouterResult> routers)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Cost against quality\">");
        Axes(svg);
        for (var i = 0; i < routers.Count; i++)
        {
            Line(svg, routers[i], Colours[i], i);
        }

        return svg.Append("</svg>").ToString();
    }

    private void Axes(StringBuilder svg)
    {
        var (x0, x1, y0, y1) = (Left, Width - Right, Height - Bottom, Top);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x0} {y1}V{y0}H{x1}\" fill=\"none\" stroke=\"#999\"/>");
        for (var power = Math.Ceiling(_leastCost); power <= _mostCost; power++)
        {
            var x = X(Math.Pow(10, power));
            var label = (100 * Math.Pow(10, power)).ToString("0.###", CultureInfo.InvariantCulture);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x:0.0} {y0}V{y1}\" stroke=\"#eee\"/><text x=\"{x:0.0}\" y=\"{y0 + 16}\" text-anchor=\"middle\">{label} %</text>");
        }

        for (var i = 0; i <= 4; i++)
        {
            var quality = _leastQuality + ((_mostQuality - _leastQuality) * i / 4);
            var y = Y(quality);
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x0} {y:0.0}H{x1}\" stroke=\"#eee\"/><text x=\"{x0 - 6}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{quality:0.000}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(x0 + x1) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">cost over the reference's (logarithmic)</text>");
    }

    private void Line(StringBuilder svg, RouterResult router, string colour, int index)
    {
        var path = new StringBuilder();
        foreach (var point in router.Frontier)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{X(point.Cost):0.0} {Y(point.Quality):0.0}");
        }

        var name = WebUtility.HtmlEncode(router.Name);
        var y = Top + 14 + (index * 20);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{(router.Chosen ? 3 : 1.5)}\"><title>{name}</title></path>");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Width - Right + 14} {y - 4}h22\" stroke=\"{colour}\" stroke-width=\"3\"/><text x=\"{Width - Right + 42}\" y=\"{y}\">{name}</text>");
    }

    private double X(double cost) =>
        Left + ((Math.Log10(Math.Max(cost, 1e-5)) - _leastCost) / (_mostCost - _leastCost) * (Width - Left - Right));

    private double Y(double quality) =>
        Height - Bottom - ((quality - _leastQuality) / (_mostQuality - _leastQuality) * (Height - Top - Bottom));
}
