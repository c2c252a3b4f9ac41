using Loadline.Core.Decisions;

namespace Loadline.Extensions.AI;

/// <summary>What was decided for one request, and what came of it.</summary>
/// <remarks>
/// Found on a response by <see cref="LoadlineResponses.GetLoadlineDecision(Microsoft.Extensions.AI.ChatResponse)"/>. On a stream it is there with the first update, when only the
/// choice is known; cost, attempts and <see cref="Record"/> are filled in when the stream has ended. With <see cref="DecisionDetail.ChoiceOnly"/> they never are.
/// </remarks>
public sealed class LoadlineDecision
{
    private FinishedDecision? _finished;
    private RemoteCosts? _costs;

    internal LoadlineDecision(string id, string route, string model, string deployment, string reason)
    {
        Id = id;
        Route = route;
        Model = model;
        Deployment = deployment;
        Reason = reason;
    }

    /// <summary>Gets the id that feedback names: 26 characters; empty where only choices are kept.</summary>
    public string Id { get; }

    /// <summary>Gets the route, or the model where it was called by its own name.</summary>
    public string Route { get; }

    /// <summary>Gets the candidate that serves.</summary>
    public string Model { get; }

    /// <summary>Gets the way it was called: <c>provider/name</c>; empty where a gateway serves, which keeps that to its records.</summary>
    public string Deployment { get; }

    /// <summary>Gets the rule and the policy that chose, in short.</summary>
    public string Reason { get; }

    /// <summary>Gets a value indicating whether the request has ended, so that everything is known.</summary>
    public bool IsFinished => _finished is not null;

    /// <summary>Gets the cost of all attempts in USD; <see langword="null"/> while it runs, and where price or usage is unknown. A gateway's stream has an estimate.</summary>
    public decimal? CostUsd => _finished?.CostUsd ?? _costs?.CostUsd;

    /// <summary>Gets what the route's reference would have cost for the same tokens, in USD; <see langword="null"/> as for <see cref="CostUsd"/>.</summary>
    public decimal? ReferenceCostUsd => _finished?.ReferenceCostUsd ?? _costs?.ReferenceCostUsd;

    /// <summary>Gets the calls made, failed ones included; 0 while it runs.</summary>
    public int Attempts => _finished?.Attempts ?? 0;

    /// <summary>Gets the whole record, spelled out anew at each reading; <see langword="null"/> while the request runs.</summary>
    public DecisionRecord? Record => _finished?.ToRecord();

    internal void Finish(FinishedDecision finished) => Volatile.Write(ref _finished, finished);

    internal void Costs(decimal? costUsd, decimal? referenceCostUsd) => _costs = new RemoteCosts(costUsd, referenceCostUsd);

    /// <inheritdoc/>
    public override string ToString() => $"{Route} -> {Model}: {Reason}";

    // A gateway's; apart, so that decisions made here are smaller.
    private sealed record RemoteCosts(decimal? CostUsd, decimal? ReferenceCostUsd);
}
