using Loadline.Core.Catalog;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;

namespace Loadline.Core.Decisions;

/// <summary>What happened to a request after it was decided.</summary>
public readonly record struct FinishedRequest
{
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the position, among the evaluations, of what served or was tried last; -1 where nothing was.</summary>
    public required int Served { get; init; }

    public required AttemptRecord[] Attempts { get; init; }

    public TokenUsage? Usage { get; init; }

    public RoutingError Error { get; init; }

    public int Status { get; init; }

    public double OverheadMicroseconds { get; init; }

    public double DurationMs { get; init; }

    /// <summary>Gets the caller's hash (<see cref="IdentityHasher"/>); <see langword="null"/> where the request named none.</summary>
    public UInt128? Caller { get; init; }

    /// <summary>Gets the session's hash; <see langword="null"/> where the request named none.</summary>
    public UInt128? Session { get; init; }

    /// <summary>Gets what could not be carried between the caller's dialect and that of the last upstream tried; empty where all of it was.</summary>
    public IReadOnlyList<ConversionNote> Losses { get; init; }

    /// <summary>Gets what was asked and answered; <see langword="null"/> unless content is kept.</summary>
    public DecisionContent? Content { get; init; }
}
