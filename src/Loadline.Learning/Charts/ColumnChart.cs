namespace Loadline.Learning.Charts;

/// <summary>Draws columns side by side for each of a few places, such as spans of time, and the same figures as a table.</summary>
public static class ColumnChart
{
    private const int MostLabels = 5;

    /// <summary>Draws it; the vertical axis begins at 0.</summary>
    /// <param name="options">What it says.</param>
    /// <param name="places">What stands below the columns: a short name, and a long one for tooltip and table.</param>
    /// <param name="series">Names with one value a place; seven at most.</param>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(ChartOptions options, IReadOnlyList<(string Short, string Long)> places, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (places.Count == 0 || series.Count is 0 or > ChartStyle.Colours)
        {
            return "";
        }

        var canvas = new ChartCanvas(options);
        var y = ChartScale.Linear(series.SelectMany(one => one.Values), options.YFormat, isFromZero: true, isCount: options.IsCount);
        canvas.Axes(ChartScale.Linear([0, 1], "' '", isFromZero: true, ticks: 1), y);
        var width = (ChartCanvas.Right - canvas.Left) / places.Count;
        var column = width * 0.8 / series.Count;
        for (var place = 0; place < places.Count; place++)
        {
            var left = canvas.Left + (place * width) + (width * 0.1);
            for (var i = 0; i < series.Count; i++)
            {
                var value = series[i].Values[place];
                var top = canvas.Y(y, value);
                canvas.Add($"<rect {ChartStyle.Fill(i)} x=\"{left + (i * column):0.0}\" y=\"{top:0.0}\" width=\"{column:0.0}\" height=\"{Math.Max(0, canvas.Y(y, 0) - top):0.0}\"><title>{ChartCanvas.Text($"{places[place].Long}, {series[i].Name}: {ChartScale.Write(value, options.YFormat)}")}</title></rect>");
            }

            var every = (int)Math.Ceiling(places.Count / (double)MostLabels);
            if (place % every == 0)
            {
                canvas.Label(left + (width * 0.4), canvas.Bottom + 19, "middle", places[place].Short);
            }
        }

        Table(canvas, options, places, series);
        return canvas.Finish();
    }

    private static void Table(
        ChartCanvas canvas, ChartOptions options, IReadOnlyList<(string Short, string Long)> places, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        canvas.Heads([options.XLabel, .. series.Select(one => one.Name)]);
        for (var place = 0; place < places.Count; place++)
        {
            canvas.Row(places[place].Long, [.. series.Select(one => HtmlNumber.Cell(one.Values[place], options.YFormat))]);
        }

        for (var i = 0; i < series.Count; i++)
        {
            canvas.Legend(series[i].Name, ChartCanvas.Swatch(i));
        }
    }
}
