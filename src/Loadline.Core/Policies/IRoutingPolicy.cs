using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Orders the eligible candidates of one request: who is worth it.</summary>
public interface IRoutingPolicy
{
    /// <summary>Gets the config name, as records and headers show it.</summary>
    string Name { get; }

    /// <summary>
    /// Appends candidates to <see cref="RoutingContext.Order"/>: first the choice, then those that may stand in for it
    /// after a failure without being expected to answer worse.
    /// </summary>
    /// <remarks>Called for every request: no allocation, no waiting. Appending nothing leaves the choice to the reference.</remarks>
    void Order(RoutingContext context);

    /// <summary>Gets a value indicating whether a dearer choice is made for a better answer, not for speed, load or cost.</summary>
    bool ChoosesByQuality => true;

    /// <summary>Told which deployment answered, once the answer is out; streamed or not. Called for every answered request: no allocation, no waiting.</summary>
    /// <param name="context">The request.</param>
    /// <param name="deployment">Who answered.</param>
    /// <param name="promptTokens">The prompt's tokens, as reported or else estimated.</param>
    /// <param name="now">The time on the monotonic clock.</param>
    void Answered(RoutingContext context, DeploymentSnapshot deployment, int promptTokens, TimeSpan now)
    {
    }

    /// <summary>Says in a sentence what made the choice, for a person who asked; <see langword="null"/> where candidates and costs say it all.</summary>
    /// <param name="note">What <see cref="Order"/> noted in <see cref="RoutingContext.Note"/>.</param>
    /// <param name="candidates">The set it chose from.</param>
    string? Explain(in PolicyNote note, CandidateSet candidates) => null;
}
