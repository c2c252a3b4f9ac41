namespace Loadline.Learning.Charts;

/// <summary>Draws what happened when: one bar a row over a common time, each in up to two parts.</summary>
public static class SpanChart
{
    private const double RowHeight = 34;

    /// <summary>One row.</summary>
    /// <param name="Name">What it was.</param>
    /// <param name="Start">When it began.</param>
    /// <param name="Part">When its first part ended, such as the wait for a first token.</param>
    /// <param name="End">When it ended.</param>
    /// <param name="Colour">From 0 to 6.</param>
    /// <param name="Note">What became of it.</param>
    public sealed record Span(string Name, double Start, double Part, double End, int Colour, string Note);

    /// <summary>Draws it.</summary>
    /// <param name="options">What it says; its height follows from the rows.</param>
    /// <param name="spans">The rows.</param>
    /// <param name="firstPart">What the first part of a bar is.</param>
    /// <param name="secondPart">What the second part is.</param>
    /// <returns>A <c>figure</c> element; empty where there is nothing to draw.</returns>
    public static string Draw(ChartOptions options, IReadOnlyList<Span> spans, string firstPart, string secondPart)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (spans.Count == 0)
        {
            return "";
        }

        var canvas = new ChartCanvas(options with { Height = 64 + (spans.Count * RowHeight) }, left: 24, top: ChartCanvas.NoTitle);
        var x = ChartScale.Linear(spans.Select(span => span.End).Append(0), options.XFormat, isFromZero: true);
        canvas.Axes(x, ChartScale.Linear([0, 1], "' '", isFromZero: true, ticks: 1));
        canvas.Heads("call", "began", firstPart, "ended", "outcome");
        for (var i = 0; i < spans.Count; i++)
        {
            var span = spans[i];
            var top = canvas.Top + (i * RowHeight);
            var title = ChartCanvas.Text($"{span.Name}: {ChartScale.Write(span.Start, options.XFormat)} to {ChartScale.Write(span.End, options.XFormat)} {options.XLabel}, {span.Note}");
            Bar(canvas, x, span.Start, span.Part, top, ChartStyle.Fill(span.Colour, " hatch") + " opacity=\".45\"", title);
            Bar(canvas, x, span.Part, span.End, top, ChartStyle.Fill(span.Colour), title);
            canvas.Label(canvas.Left + 4, top + 12, "start", $"{span.Name}: {span.Note}");
            canvas.Row(span.Name, HtmlNumber.Cell(span.Start, options.XFormat), HtmlNumber.Cell(span.Part, options.XFormat), HtmlNumber.Cell(span.End, options.XFormat), $"<td>{ChartCanvas.Text(span.Note)}</td>");
        }

        canvas.Legend(firstPart, $"<rect {ChartStyle.Fill(0, " hatch")} opacity=\".45\" x=\"2\" y=\"1\" width=\"24\" height=\"10\"/>");
        canvas.Legend(secondPart, ChartCanvas.Swatch(0));
        return canvas.Finish();
    }

    private static void Bar(ChartCanvas canvas, ChartScale x, double from, double to, double top, string style, string title)
    {
        if (to > from)
        {
            canvas.Add($"<rect {style} x=\"{canvas.X(x, from):0.0}\" y=\"{top + 17:0.0}\" width=\"{Math.Max(1, canvas.X(x, to) - canvas.X(x, from)):0.0}\" height=\"12\"><title>{title}</title></rect>");
        }
    }
}
