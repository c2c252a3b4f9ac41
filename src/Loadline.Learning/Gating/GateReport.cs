namespace Loadline.Learning.Gating;

/// <summary>What the gate found.</summary>
/// <param name="Routes">Every route that it looked at.</param>
public sealed record GateReport(IReadOnlyList<GateRoute> Routes)
{
    /// <summary>Gets a value indicating whether the config may be merged.</summary>
    public bool Passed => Routes.All(static route => route.Findings.All(static finding => finding.Passed));
}
