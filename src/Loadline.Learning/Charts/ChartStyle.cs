namespace Loadline.Learning.Charts;

/// <summary>How charts look, for the style of any page that shows them.</summary>
/// <remarks>
/// Seven colours that people who see red and green alike can tell apart, each at 3 : 1 or more against white; a page with a dark side sets
/// <c>--c0</c> to <c>--c6</c> to lighter ones. Lines differ by dashes as well. Charts carry the light colours in themselves, so that a page
/// without this style sheet shows them too.
/// </remarks>
public static class ChartStyle
{
    /// <summary>How many colours there are; a chart with more lines uses them anew.</summary>
    public const int Colours = 7;

    private static readonly string[] Light = ["#0b62a4", "#c4511b", "#0a7d5a", "#7b4fa3", "#2a7fae", "#8a5a00", "#5f6b73"];

    /// <summary>Gets the style sheet.</summary>
    public static string Css { get; } = """
        .chart{margin:1rem 0}.chart figcaption{font-weight:600;margin-bottom:.25rem}
        .chart svg{width:100%;height:auto;display:block}.chart>svg{max-width:38rem}
        .chart text{font-family:system-ui,sans-serif;font-size:12px;fill:var(--chart-text,#444)}
        .chart .axis{stroke:var(--chart-axis,#888);fill:none}.chart .grid{stroke:var(--chart-grid,#e4e7e9)}
        .chart .line{fill:none;stroke-width:1.75;stroke-linejoin:round}.chart .main{stroke-width:3}.chart .band{opacity:.18}.chart .hit{fill-opacity:0;stroke-opacity:0}
        .chart .target{stroke:var(--chart-text,#444);stroke-dasharray:5 4;fill:none}.chart .hatch{opacity:.45}
        .chart .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:0;margin:.4rem 0}.chart .legend svg{width:28px;height:12px;display:inline-block;margin-right:.35rem}
        .chart details{margin:.25rem 0}.chart .wide{overflow-x:auto;max-height:20rem}
        @media (max-width:600px){.chart>svg text{font-size:17px}}

        """ + string.Concat(Light.Select((colour, i) => $".chart .s{i}{{stroke:var(--c{i},{colour})}}.chart .f{i}{{fill:var(--c{i},{colour})}}\n"));

    /// <summary>Gets the attributes of what is filled; a style sheet goes before them.</summary>
    internal static string Fill(int index, string more = "") => $"class=\"f{index}{more}\" fill=\"{Light[index]}\"";

    /// <summary>Gets the attributes of a line.</summary>
    internal static string Line(int index, bool isMain) =>
        $"class=\"line s{index}{(isMain ? " main" : "")}\" fill=\"none\" stroke=\"{Light[index]}\" stroke-width=\"{(isMain ? "3" : "1.75")}\" stroke-dasharray=\"{Dash(index)}\"";

    /// <summary>The attributes of a line that something is held to.</summary>
    internal const string Target = "class=\"target\" fill=\"none\" stroke=\"#444\" stroke-dasharray=\"5 4\"";

    internal static string Dash(int index) => index switch { 0 => "", 1 => "6 3", 2 => "2 3", 3 => "10 4", 4 => "6 3 2 3", 5 => "1 2", _ => "12 3 2 3" };
}
