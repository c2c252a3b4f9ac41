using Loadline.Learning.Certification;

namespace Loadline.Learning.Gating;

/// <summary>What the gate found of one route.</summary>
/// <param name="Route">The route.</param>
/// <param name="Certification">The test of its line.</param>
/// <param name="Findings">All that was looked at, the line first.</param>
public sealed record GateRoute(string Route, CertifyReport Certification, IReadOnlyList<GateFinding> Findings);
