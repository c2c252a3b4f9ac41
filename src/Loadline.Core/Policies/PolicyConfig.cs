using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>A policy as configured: a name and what that policy needs. Each policy derives its own.</summary>
public abstract record PolicyConfig
{
    /// <summary>Gets the config name of the policy (<c>kind</c>).</summary>
    public abstract string Kind { get; }

    /// <summary>Lists the candidates it names, so that validation can find those that do not exist.</summary>
    public abstract IEnumerable<string> Candidates { get; }

    /// <summary>Builds the policy that serves one set of candidates; names are resolved here, once, not per request.</summary>
    /// <param name="candidates">The set of the route or rule; a named candidate outside its pool is passed over.</param>
    public abstract IRoutingPolicy Create(CandidateSet candidates);

    /// <summary>As the other overload, for a policy that keeps what it learned from one config to the next.</summary>
    public virtual IRoutingPolicy Create(CandidateSet candidates, PolicyScope scope) => Create(candidates);

    /// <summary>Says why the policy cannot serve a pool.</summary>
    /// <param name="pool">The candidates it chooses from.</param>
    /// <param name="reference">The route's reference; <see langword="null"/> where none is written.</param>
    /// <returns><see langword="null"/> where it can.</returns>
    public virtual string? Problem(IReadOnlyList<string> pool, string? reference) => null;

    /// <summary>Gets what to write instead where there is a problem.</summary>
    internal virtual string Remedy => "Train again with outcomes of every model of the pool, or change the pool.";

    /// <summary>Gets a value indicating whether a certificate may choose its setting; otherwise it is certified as it stands, by a single test.</summary>
    public virtual bool HasKnob => false;

    /// <summary>Gets a value indicating whether it is at a setting that somebody put in.</summary>
    public virtual bool IsAtSetting => false;

    /// <summary>The policy at the setting that a certificate names.</summary>
    /// <param name="knob">The setting.</param>
    /// <exception cref="NotSupportedException">It has no knob.</exception>
    public virtual PolicyConfig At(Predictors.KnobMix knob) => throw new NotSupportedException($"The policy '{Kind}' has no knob.");

    /// <summary>Writes the policy as the config does: canonical, because the route's digest is taken over it.</summary>
    public abstract string Describe();
}
