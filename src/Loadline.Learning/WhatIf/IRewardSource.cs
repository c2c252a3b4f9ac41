using Loadline.Core.Decisions;

namespace Loadline.Learning.WhatIf;

/// <summary>Where grades of logged requests come from.</summary>
public interface IRewardSource
{
    /// <summary>Gets what reports call it: one word.</summary>
    string Name { get; }

    /// <summary>Gets what must be true for estimates to mean anything, in a sentence.</summary>
    string Assumption { get; }

    /// <summary>Finds the grades of one decision; none where nobody graded it.</summary>
    ValueTask<IReadOnlyList<Reward>> ForAsync(DecisionRecord decision, CancellationToken cancellationToken = default);
}
