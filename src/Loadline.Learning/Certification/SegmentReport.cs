namespace Loadline.Learning.Certification;

/// <summary>What a certification found in one segment of the traffic.</summary>
/// <param name="Segment">The segment, without its kind; <see langword="null"/>: rows whose segment cannot be told.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Units">Its units.</param>
/// <param name="LeastUnits">The fewest units with which anything could be proven there at the share of δ that it would get.</param>
/// <param name="Certification">How its test went; <see langword="null"/>: it was not tested, as it has too few units or cannot be told.</param>
public sealed record SegmentReport(string? Segment, int Rows, int Units, int LeastUnits, CertifyReport? Certification)
{
    /// <summary>Gets a value indicating whether the line is proven there; where not, the reference serves it.</summary>
    public bool Holds => Certification?.Proven is not null;

    /// <summary>Gets the units that it lacks: for anything to be proven at all, or for the first step that failed where nothing was.</summary>
    /// <value><see langword="null"/> where it holds, or where no number of them would do.</value>
    public int? Lacks => Holds || Segment is null ? null
        : Certification is null ? LeastUnits - Units
        : Certification.RowsForNext is { } needed && needed > Units ? needed - Units : null;
}
