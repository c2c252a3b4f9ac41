namespace Loadline.Core.Policies;

/// <summary>A policy as configured: a name and what that policy needs. Each policy derives its own.</summary>
public abstract record PolicyConfig
{
    /// <summary>Gets the config name of the policy (<c>kind</c>).</summary>
    public abstract string Kind { get; }

    /// <summary>Lists the candidates it names, so that validation can find those that do not exist.</summary>
    public abstract IEnumerable<string> Candidates { get; }

    /// <summary>Builds the policy that serves.</summary>
    public abstract IRoutingPolicy Create();
}
