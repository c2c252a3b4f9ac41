namespace Loadline.Learning.Charts;

/// <summary>What a chart says beside its lines.</summary>
public sealed record ChartOptions
{
    /// <summary>Gets an id that no other chart of the page has.</summary>
    public required string Id { get; init; }

    /// <summary>Gets what stands above it.</summary>
    public required string Title { get; init; }

    /// <summary>Gets what somebody who cannot see it should know.</summary>
    public required string Description { get; init; }

    /// <summary>Gets what the horizontal axis measures, with its unit.</summary>
    public required string XLabel { get; init; }

    /// <summary>Gets what the vertical axis measures, with its unit.</summary>
    public required string YLabel { get; init; }

    /// <summary>Gets a value indicating whether the horizontal axis is logarithmic; values below 10⁻⁵ stand at its left end.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Gets a value indicating whether the horizontal axis is time, in seconds since 1970 (UTC).</summary>
    public bool IsTime { get; init; }

    /// <summary>Gets a value indicating whether the vertical axis begins at 0. Default: it begins at the lowest value.</summary>
    public bool IsFromZero { get; init; }

    /// <summary>Gets a value indicating whether the vertical axis counts things, so that no tick lies between two whole numbers.</summary>
    public bool IsCount { get; init; }

    /// <summary>Gets how figures of the horizontal axis are written.</summary>
    public string XFormat { get; init; } = "0.### %";

    /// <summary>Gets how figures of the vertical axis are written. Default: three decimals.</summary>
    public string YFormat { get; init; } = "0.000";

    /// <summary>Gets the height, where the width is 560. Default: 300.</summary>
    public double Height { get; init; } = 300;
}
