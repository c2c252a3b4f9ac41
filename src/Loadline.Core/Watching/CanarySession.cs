namespace Loadline.Core.Watching;

/// <summary>What audits said of one session of a canary; sums over its audited requests, each weighted by what makes up for how likely it was to be audited.</summary>
/// <param name="Key">The session's hash; the request's own id where it named none.</param>
/// <param name="Served">Of the choice's grades.</param>
/// <param name="Reference">Of the reference's.</param>
/// <param name="Pairs">Of weights, over requests where the choice was another model than the reference.</param>
/// <param name="Difference">Over the same: the choice's grade less the reference's.</param>
public sealed record CanarySession(string Key, double Served, double Reference, double Pairs, double Difference);
