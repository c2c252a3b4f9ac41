using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Loadline.Learning.Charts;

namespace Loadline.Learning.Tests.Charts;

public sealed class ChartTests
{
    private const string Hostile = "<script>\"'&";

    private static readonly ChartOptions Options = new() { Id = "c", Title = Hostile, Description = Hostile, XLabel = "ms", YLabel = "USD", XFormat = "0", YFormat = "0.00" };

    [Fact]
    public void Line_TableHoldsEveryFigureExactlyAndTheBandsToo()
    {
        var figure = Parse(LineChart.Draw(Options, [new ChartSeries(Hostile, [(1, 0.123456789), (2, 0.5)]) { Band = [(0.1, 0.2), (0.4, 0.6)] }]));
        var values = figure.Descendants("td").Select(cell => double.Parse(cell.Attribute("data-value")!.Value, CultureInfo.InvariantCulture));
        Assert.Equal([1, 0.123456789, 0.1, 0.2, 2, 0.5, 0.4, 0.6], values);
        Assert.Contains(figure.Descendants("path"), path => path.Attribute("class")?.Value.Contains("band", StringComparison.Ordinal) == true);
        Assert.Contains(figure.Descendants("title"), title => title.Value.Contains("0.12", StringComparison.Ordinal));
    }

    [Fact]
    public void Line_PointsLieInsideAndHigherValuesLieHigher()
    {
        var figure = Parse(LineChart.Draw(Options with { IsFromZero = true }, [new ChartSeries("a", [(0, 0), (5, 10), (10, 40)])]));
        var circles = figure.Descendants("circle").Where(circle => circle.Attribute("r")!.Value == "5").ToList();
        var y = circles.Select(circle => Number(circle, "cy")).ToList();
        Assert.Equal(y.OrderDescending(), y);
        Assert.All(circles, circle => Assert.InRange(Number(circle, "cx"), 0, 560));

        // 10 is a quarter of the way from 0 to 40.
        Assert.Equal(0.25, (y[0] - y[1]) / (y[0] - y[2]), 2);
    }

    [Fact]
    public void Line_AxesSayWhatTheyMeasure()
    {
        var texts = Parse(LineChart.Draw(Options, [new ChartSeries("a", [(0, 0), (5, 10)])])).Descendants("text").Select(text => text.Value).ToList();
        Assert.Contains("ms", texts);
        Assert.Contains("USD", texts);
    }

    // Seven points in one place: each name is written once at most, and none over another.
    [Fact]
    public void Line_NamesOfPoints_DoNotCoverEachOther()
    {
        string[] names = ["one", "two", "three", "a-name-that-is-much-too-long-to-be-written", "five", "six", "seven"];
        var figure = Parse(LineChart.Draw(Options, [new ChartSeries("a", [.. names.Select(_ => (1.0, 1.0)), (2.0, 2.0)]) { IsPoints = true, Labels = [.. names, "alone"] }]));
        var written = figure.Descendants("text").Where(text => text.Value is "alone" or "one" or "two" or "three" or "five" or "six" or "seven" || text.Value.StartsWith("a-name", StringComparison.Ordinal)).ToList();
        var beside = written.Where(text => text.Value != "alone").Select(text => Number(text, "y")).Order().ToList();
        Assert.InRange(beside.Count, 2, 5);
        Assert.All(beside.Zip(beside.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 12));
        Assert.Contains(written, text => text.Value == "alone");
        Assert.Contains(figure.Descendants("th"), cell => cell.Value == names[3]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(-3, 0.001)]
    [InlineData(0, 987654321)]
    [InlineData(0.000001, 0.0000011)]
    public void Scale_AnyRange_HasFewRoundTicksWithinIt(double low, double high)
    {
        var scale = ChartScale.Linear([low, high], "R", isFromZero: false);
        Assert.InRange(scale.Ticks.Count, 2, 12);
        Assert.All(scale.Ticks, tick => Assert.InRange(scale.At(tick.Value), -1e-6, 1 + 1e-6));
        Assert.InRange(scale.At(low), -1e-6, 1 + 1e-6);
        Assert.InRange(scale.At(high), -1e-6, 1 + 1e-6);
    }

    [Theory]
    [InlineData(0, 400e6, "$0.00####", "$200M")]
    [InlineData(0, 4000, "#,0.##", "2,000")]
    [InlineData(-3e9, 0, "$0.00;−$0.00;$0", "−$2G")]
    [InlineData(0, 4, "$0.00", "$2.00")]
    public void Scale_LargeFigures_HaveShortTicks(double low, double high, string format, string tick) =>
        Assert.Contains(tick, ChartScale.Linear([low, high], format, isFromZero: true).Ticks.Select(one => one.Label));

    [Theory]
    [InlineData(102)]
    [InlineData(0.3)]
    [InlineData(999_999)]
    public void Logarithmic_OneValue_StandsAmongTicks(double value)
    {
        var scale = ChartScale.Logarithmic([value, value], "0.###");
        Assert.True(scale.Ticks.Count >= 2);
        Assert.InRange(scale.At(value), 0.3, 0.7);
    }

    [Fact]
    public void Scale_OfCounts_HasNoTickBetweenTwo() =>
        Assert.All(ChartScale.Linear([0, 1], "0.##", isFromZero: true, isCount: true).Ticks, tick => Assert.Equal(Math.Round(tick.Value), tick.Value));

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    [InlineData(86400)]
    [InlineData(90 * 86400)]
    [InlineData(20 * 365 * 86400.0)]
    public void Time_AnyLength_HasFewTicks(double seconds) => Assert.InRange(ChartScale.Time(1.7e9, 1.7e9 + seconds).Ticks.Count, 1, 7);

    [Fact]
    public void Columns_HeightsAreInProportion()
    {
        var figure = Parse(ColumnChart.Draw(Options, [("a", "a"), ("b", "b")], [(Hostile, [10.0, 40.0])]));
        var heights = figure.Descendants("rect").Where(rect => rect.Element("title") is not null).Select(rect => Number(rect, "height")).ToList();
        Assert.Equal(4, heights[1] / heights[0], 1);
    }

    [Fact]
    public void Spans_PartsFollowOneAnother()
    {
        var figure = Parse(SpanChart.Draw(Options, [new SpanChart.Span(Hostile, 0, 30, 100, 0, Hostile), new SpanChart.Span("b", 100, 100, 200, 1, "failed")], "wait", "rest"));
        var bars = figure.Descendants("rect").Where(rect => rect.Element("title") is not null).Select(rect => (X: Number(rect, "x"), Width: Number(rect, "width"))).ToList();
        Assert.Equal(3, bars.Count);
        Assert.Equal(bars[1].X, bars[0].X + bars[0].Width, 0.11);
        Assert.Equal(bars[2].X, bars[1].X + bars[1].Width, 0.11);
    }

    [Fact]
    public void Interval_TargetAndEstimateStandInOrder()
    {
        var figure = Parse(IntervalChart.Draw(Options, [new IntervalChart.Row("a", 0.9, 0.95, 1.0)], 0.97, Hostile));
        var estimate = figure.Descendants("circle").Select(circle => Number(circle, "cx")).First();
        var target = figure.Descendants("path").First(path => path.Attribute("class")?.Value == "target").Attribute("d")!.Value;
        Assert.True(estimate < double.Parse(Regex.Match(target, "M([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Nothing_IsDrawnOfNothing()
    {
        Assert.Equal("", LineChart.Draw(Options, []));
        Assert.Equal("", ColumnChart.Draw(Options, [], []));
        Assert.Equal("", SpanChart.Draw(Options, [], "", ""));
        Assert.Equal("", IntervalChart.Draw(Options, [], null, ""));
    }

    // Parsing fails where a stranger's text was not escaped.
    private static XElement Parse(string figure)
    {
        Assert.DoesNotContain("<script", figure, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", figure, StringComparison.Ordinal);
        return XElement.Parse(figure);
    }

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
