using System.Globalization;
using System.Text;

namespace Loadline.Learning.Charts;

/// <summary>Draws lines, with their intervals as bands, and the same figures as a table for who cannot see it.</summary>
/// <remarks>Lines are told apart by dashes as well as by colour.</remarks>
public sealed class LineChart
{
    private readonly ChartOptions _options;
    private readonly ChartCanvas _canvas;
    private readonly PointLabels _labels = new();
    private readonly ChartScale _x;
    private readonly ChartScale _y;

    private LineChart(ChartOptions options, List<ChartSeries> series)
    {
        _options = options;
        _canvas = new ChartCanvas(options);
        var x = series.SelectMany(one => one.Points).Select(point => point.X).ToList();
        _x = options.IsTime ? ChartScale.Time(x.Min(), x.Max())
            : options.IsLogarithmic ? ChartScale.Logarithmic(x, options.XFormat)
            : ChartScale.Linear(x, options.XFormat, isFromZero: false);
        _y = ChartScale.Linear(
            series.SelectMany(one => one.Points).Select(point => point.Y).Concat(series.SelectMany(one => one.Band).SelectMany(band => new[] { band.Low, band.High })),
            options.YFormat,
            options.IsFromZero);
    }

    /// <summary>Draws the lines that have points, seven at most.</summary>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(ChartOptions options, IEnumerable<ChartSeries> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        var drawn = series.Where(one => one.Points.Count > 0).Take(ChartStyle.Colours).ToList();
        return drawn.Count == 0 ? "" : new LineChart(options, drawn).Figure(drawn);
    }

    private string Figure(List<ChartSeries> series)
    {
        _canvas.Axes(_x, _y);
        var hasBands = series.Exists(one => one.Band.Count > 0);
        if (hasBands)
        {
            _canvas.Heads("line", _options.XLabel, _options.YLabel, "low", "high");
        }
        else
        {
            _canvas.Heads("line", _options.XLabel, _options.YLabel);
        }

        for (var i = 0; i < series.Count; i++)
        {
            Band(series[i], i);
            Line(series[i], i);
            Rows(series[i], hasBands);
            _canvas.Legend(series[i].Name, series[i].IsPoints ? $"<circle {ChartStyle.Fill(i)} cx=\"14\" cy=\"6\" r=\"5\"/>" : ChartCanvas.LineMark(i, series[i].IsMain));
        }

        return _canvas.Finish();
    }

    private void Band(ChartSeries series, int index)
    {
        if (series.Band.Count < 2)
        {
            return;
        }

        var path = new StringBuilder();
        for (var i = 0; i < series.Band.Count; i++)
        {
            Move(path, series.Points[i].X, series.Band[i].High);
        }

        for (var i = series.Band.Count - 1; i >= 0; i--)
        {
            Move(path, series.Points[i].X, series.Band[i].Low);
        }

        _canvas.Add($"<path {ChartStyle.Fill(index, " band")} opacity=\".18\" d=\"{path}Z\"/>");
    }

    private void Line(ChartSeries series, int index)
    {
        if (series.Points.Count > 1 && !series.IsPoints)
        {
            var path = new StringBuilder();
            foreach (var (x, y) in series.Points)
            {
                Move(path, x, y);
            }

            _canvas.Add($"<path {ChartStyle.Line(index, series.IsMain)} d=\"{path}\"><title>{ChartCanvas.Text(series.Name)}</title></path>");
        }

        // Circles that are seen where there is no line; elsewhere they are only there to be pointed at.
        var style = series.Points.Count == 1 || series.IsPoints ? ChartStyle.Fill(index) : ChartStyle.Fill(index, " hit") + " fill-opacity=\"0\"";
        for (var i = 0; i < series.Points.Count && series.Points.Count <= MostHits; i++)
        {
            var (x, y) = series.Points[i];
            _canvas.Add($"<circle {style} cx=\"{_canvas.X(_x, x):0.0}\" cy=\"{_canvas.Y(_y, y):0.0}\" r=\"5\"><title>{ChartCanvas.Text($"{Name(series, i)}: {XText(x)}, {ChartScale.Write(y, _options.YFormat)}")}</title></circle>");
            if (series.IsPoints && i < series.Labels.Count)
            {
                _labels.Write(_canvas, _canvas.X(_x, x), _canvas.Y(_y, y), series.Labels[i]);
            }
        }
    }

    private const int MostHits = 60;

    private static string Name(ChartSeries series, int point) => point < series.Labels.Count ? series.Labels[point] : series.Name;

    private void Rows(ChartSeries series, bool hasBands)
    {
        for (var i = 0; i < series.Points.Count; i++)
        {
            var (x, y) = series.Points[i];
            var at = _options.IsTime ? $"<td>{XText(x)}</td>" : HtmlNumber.Cell(x, _options.XFormat);
            if (!hasBands)
            {
                _canvas.Row(Name(series, i), at, HtmlNumber.Cell(y, _options.YFormat));
                continue;
            }

            double? low = i < series.Band.Count ? series.Band[i].Low : null;
            double? high = i < series.Band.Count ? series.Band[i].High : null;
            _canvas.Row(Name(series, i), at, HtmlNumber.Cell(y, _options.YFormat), HtmlNumber.Cell(low, _options.YFormat), HtmlNumber.Cell(high, _options.YFormat));
        }
    }

    private string XText(double x) => _options.IsTime ? ChartScale.TimeText(x, "yyyy-MM-dd HH:mm") : ChartScale.Write(x, _options.XFormat);

    private void Move(StringBuilder path, double x, double y) => path.Append(
        CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{_canvas.X(_x, x):0.0} {_canvas.Y(_y, y):0.0}");
}
