using Loadline.Core.Catalog;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;

namespace Loadline.Core.Decisions;

/// <summary>What happened to a request after it was decided.</summary>
public readonly record struct FinishedRequest
{
    /// <summary>Gets the decision's id: 26 characters, sortable by time.</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the request arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the position, among the evaluations, of what served or was tried last; -1 where nothing was.</summary>
    public required int Served { get; init; }

    /// <summary>Gets the attempts, in the order they were made; not changed afterwards.</summary>
    public required AttemptRecord[] Attempts { get; init; }

    /// <summary>Gets the served attempt's usage; <see langword="null"/> where none was reported.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets what went wrong; <see cref="RoutingError.None"/> where an answer came.</summary>
    public RoutingError Error { get; init; }

    /// <summary>Gets the HTTP status sent to the caller; 499 where the caller had gone.</summary>
    public int Status { get; init; }

    /// <summary>Gets the time spent inside Loadline and not waiting for an upstream, in microseconds.</summary>
    public double OverheadMicroseconds { get; init; }

    /// <summary>Gets the time from the request's arrival to the end of the answer, in milliseconds.</summary>
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
