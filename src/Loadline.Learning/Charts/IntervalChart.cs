namespace Loadline.Learning.Charts;

/// <summary>Draws estimates with their intervals, one a row, against a line that they are held to.</summary>
public static class IntervalChart
{
    private const double RowHeight = 38;

    /// <summary>One row.</summary>
    /// <param name="Name">What is estimated.</param>
    /// <param name="Low">The interval's lower end.</param>
    /// <param name="Estimate">The estimate.</param>
    /// <param name="High">The interval's upper end.</param>
    public sealed record Row(string Name, double Low, double Estimate, double High);

    /// <summary>Draws it.</summary>
    /// <param name="options">What it says; its height follows from the rows.</param>
    /// <param name="rows">The estimates.</param>
    /// <param name="target">The line; <see langword="null"/>: none.</param>
    /// <param name="targetName">What the line is.</param>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(ChartOptions options, IReadOnlyList<Row> rows, double? target, string targetName)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (rows.Count == 0)
        {
            return "";
        }

        var canvas = new ChartCanvas(options with { Height = 64 + (rows.Count * RowHeight) }, left: 24, top: ChartCanvas.NoTitle);
        var x = ChartScale.Linear(
            rows.SelectMany(row => new[] { row.Low, row.High }).Concat(target is { } wanted ? [wanted] : []), options.XFormat, options.IsFromZero);
        canvas.Axes(x, ChartScale.Linear([0, 1], "' '", isFromZero: true, ticks: 1));
        canvas.Heads("estimate of", "low", "estimate", "high");
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            var top = canvas.Top + (i * RowHeight);
            var text = $"{row.Name}: {ChartScale.Write(row.Estimate, options.XFormat)} ({ChartScale.Write(row.Low, options.XFormat)} to {ChartScale.Write(row.High, options.XFormat)})";
            canvas.Label(canvas.Left + 4, top + 12, "start", text);
            canvas.Add($"<rect {ChartStyle.Fill(0, " band")} opacity=\".18\" x=\"{canvas.X(x, row.Low):0.0}\" y=\"{top + 18:0.0}\" width=\"{Math.Max(2, canvas.X(x, row.High) - canvas.X(x, row.Low)):0.0}\" height=\"14\"><title>{ChartCanvas.Text(text)}</title></rect>");
            canvas.Add($"<circle {ChartStyle.Fill(0)} cx=\"{canvas.X(x, row.Estimate):0.0}\" cy=\"{top + 25:0.0}\" r=\"5\"><title>{ChartCanvas.Text(text)}</title></circle>");
            canvas.Row(row.Name, HtmlNumber.Cell(row.Low, options.XFormat), HtmlNumber.Cell(row.Estimate, options.XFormat), HtmlNumber.Cell(row.High, options.XFormat));
        }

        if (target is { } line)
        {
            canvas.Add($"<path {ChartStyle.Target} d=\"M{canvas.X(x, line):0.0} {canvas.Top:0.0}V{canvas.Bottom:0.0}\"><title>{ChartCanvas.Text($"{targetName}: {ChartScale.Write(line, options.XFormat)}")}</title></path>");
            canvas.Legend($"{targetName}: {ChartScale.Write(line, options.XFormat)}", $"<path {ChartStyle.Target} d=\"M14 0V12\"/>");
            canvas.Row(targetName, "<td></td>", HtmlNumber.Cell(line, options.XFormat), "<td></td>");
        }

        return canvas.Finish();
    }
}
