using Loadline.Core.Quality;

namespace Loadline.Learning.Certification;

/// <summary>What a certification did and found.</summary>
public sealed record CertifyReport
{
    /// <summary>Gets the route's name in the config.</summary>
    public required string Route { get; init; }

    /// <summary>Gets the digest of the whole route that was tested: any edit of it makes another.</summary>
    public required string RouteDigest { get; init; }

    /// <summary>Gets the model that quality and cost are compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the quality line that had to be shown.</summary>
    public required QualityLine Line { get; init; }

    /// <summary>Gets the rows that were used.</summary>
    public required int Rows { get; init; }

    /// <summary>Gets the units of the test: sessions where rows name a cluster, else rows.</summary>
    public required int Units { get; init; }

    /// <summary>Gets which attempt on these rows this is, from 1; later ones spend less error probability and need more evidence.</summary>
    public required int Attempt { get; init; }

    /// <summary>Gets the error probability that the attempt spends; a step holds when its wealth reaches one over it.</summary>
    public required double Delta { get; init; }

    /// <summary>Gets a value indicating whether the route's setting is chosen here; otherwise it was one test of the route as it stands.</summary>
    public required bool HasKnob { get; init; }

    /// <summary>Gets the number of steps on the path.</summary>
    public required int PathLength { get; init; }

    /// <summary>Gets the steps that were tested: all hold but perhaps the last.</summary>
    public required IReadOnlyList<StepResult> Steps { get; init; }

    /// <summary>Gets the rows that the first step that failed would need, at a chance of four in five; <see langword="null"/>: none failed, or it seems below the line.</summary>
    public int? RowsForNext { get; init; }

    /// <summary>Gets the cost over the reference's of what a z-test on the same rows would serve: for comparison, no proof.</summary>
    public double? NormalCost { get; init; }

    /// <summary>Gets the certified cost of the best random mix of models, on the same rows; <see langword="null"/>: the route has no trained policy.</summary>
    public double? ZeroCost { get; init; }

    /// <summary>Gets the least cost among settings whose mean on these very rows is above the line; only in evaluation, as it proves nothing.</summary>
    public double? ClairvoyantCost { get; init; }

    /// <summary>Gets what these rows buy: for each line a cost.</summary>
    public required IReadOnlyList<FrontierRow> Frontier { get; init; }

    /// <summary>Gets the last step that holds; <see langword="null"/>: nothing but the reference is proven.</summary>
    public StepResult? Proven => Steps.LastOrDefault(step => step.Holds);
}
