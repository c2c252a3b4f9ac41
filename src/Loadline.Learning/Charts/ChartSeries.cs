namespace Loadline.Learning.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">As its legend says.</param>
/// <param name="Points">In the order they are joined.</param>
/// <param name="IsMain">Whether it is the one the chart is about: drawn thicker.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points, bool IsMain = false)
{
    /// <summary>Gets the interval of each point, drawn as a band; empty: none.</summary>
    public IReadOnlyList<(double Low, double High)> Band { get; init; } = [];

    /// <summary>Gets what each point is, written beside it where points are marked; empty: nothing.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Gets a value indicating whether the points are marked and not joined.</summary>
    public bool IsPoints { get; init; }
}
