namespace Loadline.Core.Policies;

/// <summary>One band of complexity and the candidate that answers it.</summary>
/// <param name="Below">The complexity that the band ends at, not included, in (0,1]; <see langword="null"/> for the last band.</param>
/// <param name="Use">The candidate.</param>
public sealed record Tier(double? Below, string Use);
