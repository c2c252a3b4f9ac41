using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Tests.Telemetry;

/// <summary>Reads a metrics page as strictly as Prometheus does, and keeps its samples.</summary>
internal sealed partial class PrometheusPage
{
    private PrometheusPage(string text) => Text = text;

    public string Text { get; }

    /// <summary>Gets values by name and labels, as in <c>a_total{b="c"}</c>.</summary>
    public Dictionary<string, double> Samples { get; } = [];

    public Dictionary<string, string> Types { get; } = [];

    public static PrometheusPage Of(PrometheusExporter exporter)
    {
        var buffer = new ArrayBufferWriter<byte>();
        exporter.Write(buffer);
        return Parse(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    public static PrometheusPage Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var page = new PrometheusPage(text);
        var family = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                family = head.Groups["name"].Value;
                if (head.Groups["kind"].Value == "TYPE")
                {
                    Assert.True(page.Types.TryAdd(family, head.Groups["rest"].Value), $"{family} is there twice");
                    Assert.Matches("^(counter|gauge|histogram)$", head.Groups["rest"].Value);
                }

                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not a sample: {line}");
            Assert.True(Belongs(sample.Groups["name"].Value, family, page.Types[family]), $"{line} stands under {family}");
            Assert.True(page.Samples.TryAdd(sample.Groups["series"].Value, Value(sample.Groups["value"].Value)), $"twice: {line}");
        }

        return page;
    }

    private static bool Belongs(string sample, string family, string type)
        => type == "histogram" ? sample == family + "_bucket" || sample == family + "_sum" || sample == family + "_count" : sample == family;

    private static double Value(string text)
        => text switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) };

    [GeneratedRegex("^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_][a-zA-Z0-9_]*) (?<rest>.+)$")]
    private static partial Regex Head();

    [GeneratedRegex("""^(?<series>(?<name>[a-zA-Z_][a-zA-Z0-9_]*)(\{[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*"(,[a-zA-Z_][a-zA-Z0-9_]*="([^"\\]|\\["\\n])*")*\})?) (?<value>\S+)$""")]
    private static partial Regex Sample();
}
