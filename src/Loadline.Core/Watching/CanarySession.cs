namespace Loadline.Core.Watching;

/// <summary>What audits said of one session of a canary; sums over its audited requests, each weighted by what makes up for how likely it was to be audited.</summary>
/// <param name="Key">The session's hash; the request's own id where it named none.</param>
/// <param name="Served">Of the choice's grades.</param>
/// <param name="Reference">Of the reference's.</param>
/// <param name="Pairs">Of weights, over requests where the choice was another model than the reference.</param>
/// <param name="Difference">Over the same: the choice's grade less the reference's.</param>
public sealed record CanarySession(string Key, double Served, double Reference, double Pairs, double Difference)
{
    /// <summary>Gets the number of its audits.</summary>
    public long Audits { get; init; }

    /// <summary>Gets the sum of the weights of all its audits.</summary>
    public double Weight { get; init; }

    /// <summary>Gets the same of those that were lost.</summary>
    public double Lost { get; init; }

    /// <summary>The session with more of it.</summary>
    internal CanarySession Add(CanarySession more) => new(Key, Served + more.Served, Reference + more.Reference, Pairs + more.Pairs, Difference + more.Difference)
    {
        Audits = Audits + more.Audits,
        Weight = Weight + more.Weight,
        Lost = Lost + more.Lost,
    };
}
