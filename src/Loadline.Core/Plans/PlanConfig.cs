using Loadline.Core.Checks;

namespace Loadline.Core.Plans;

/// <summary>A plan that makes more than one answer; <c>single</c> is none of these.</summary>
public abstract record PlanConfig
{
    /// <summary>Gets the config name.</summary>
    public abstract string Kind { get; }

    /// <summary>Gets the candidates it goes through, in order; empty: those that the policy orders.</summary>
    public IReadOnlyList<string> Candidates { get; init; } = [];

    /// <summary>Gets the longest silence towards the caller of a stream that is held back; then a comment is sent. Default: 10 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets the check that answers are judged by; <see langword="null"/>: none.</summary>
    public virtual Check? Judging => null;

    /// <summary>Writes the plan in one line: canonical, because the route's digest is taken over it.</summary>
    public abstract string Describe();
}
