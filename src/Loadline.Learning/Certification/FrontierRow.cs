namespace Loadline.Learning.Certification;

/// <summary>What the same rows would buy at another line, if it were asked for next: a forecast until it is.</summary>
/// <param name="Keep">The share of the reference's quality.</param>
/// <param name="Cost">The cost over the reference's; 1: the reference only.</param>
/// <param name="Steps">Steps that would hold.</param>
/// <param name="RowsForNext">As in <see cref="CertifyReport.RowsForNext"/>.</param>
public sealed record FrontierRow(double Keep, double Cost, int Steps, int? RowsForNext);
