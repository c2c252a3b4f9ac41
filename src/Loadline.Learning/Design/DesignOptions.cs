using Loadline.Core.Quality;

namespace Loadline.Learning.Design;

/// <summary>What a route is to be designed for.</summary>
public sealed record DesignOptions
{
    /// <summary>Gets the quality line that the route must hold; looked at where there is no <see cref="Budget"/>.</summary>
    public QualityLine Line { get; init; } = new(QualityLine.DefaultKeep, null);

    /// <summary>Gets the share of the reference's cost to keep within, at the best quality; <see langword="null"/>: the line decides.</summary>
    public double? Budget { get; init; }

    /// <summary>Gets the model that quality and cost are measured against; <see langword="null"/>: the best on the rows that are trained on.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the seed of the split and of training. Default: 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Gets the folder that the proposals' files are written to: configs name artifacts beside them.</summary>
    public required string Folder { get; init; }
}
