using Loadline.Core.Catalog;
using Loadline.Core.Ledger;

namespace Loadline.Core.Decisions;

/// <summary>Everything about one request's decision that can be explained afterwards; holds no text of prompt or answer.</summary>
public sealed record DecisionRecord
{
    /// <summary>Gets the id: 26 characters, sortable by time (a ULID).</summary>
    public required string Id { get; init; }

    /// <summary>Gets when the request arrived.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the config generation that the request was decided on.</summary>
    public long Generation { get; init; }

    /// <summary>Gets the route's name, or the model's where it was called by its own.</summary>
    public required string Route { get; init; }

    /// <summary>Gets the digest of everything that decides for the route.</summary>
    public string RouteDigest { get; init; } = "";

    /// <summary>Gets <c>observe</c>, <c>canary</c> (in it), <c>enforce</c>, or <c>direct</c> for a model called by its own name.</summary>
    public required string Mode { get; init; }

    /// <summary>Gets what is known of the quality served: <c>certified</c>, <c>uncertified</c>, or <c>reference</c> where the reference serves.</summary>
    public string Quality { get; init; } = "";

    /// <summary>Gets the rule that decided; <see langword="null"/>: none held.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets rule and policy in short, as <c>x-loadline-reason</c> has it.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets every candidate: what was estimated of it, or why it could not serve.</summary>
    public required IReadOnlyList<CandidateRecord> Candidates { get; init; }

    /// <summary>Gets the signals that deciding computed.</summary>
    public required SignalsRecord Signals { get; init; }

    /// <summary>Gets what routing chose; <see langword="null"/> where nothing could be chosen.</summary>
    public string? Choice { get; init; }

    /// <summary>Gets what served, or was tried last.</summary>
    public string? Served { get; init; }

    /// <summary>Gets how the served model came to serve: <c>choice</c>, <c>stand-in</c>, <c>reference</c> or <c>downgrade</c>.</summary>
    public string? ServedAs { get; init; }

    /// <summary>Gets the model that quality and cost are compared with; <see langword="null"/> for a model called by its own name.</summary>
    public string? Reference { get; init; }

    /// <summary>Gets the probability, in (0,1], with which the policy made this choice; 1 for a policy that leaves nothing to chance.</summary>
    public double Propensity { get; init; } = 1;

    /// <summary>Gets the caller's salted hash, 32 hexadecimal digits; <see langword="null"/> where the request named none.</summary>
    public string? Caller { get; init; }

    /// <summary>Gets the session's salted hash, 32 hexadecimal digits; <see langword="null"/> where the request named none.</summary>
    public string? Session { get; init; }

    /// <summary>Gets what learning reads of the request.</summary>
    public FeatureVector Features { get; init; }

    /// <summary>Gets the attempts, in the order they were made.</summary>
    public required IReadOnlyList<AttemptRecord> Attempts { get; init; }

    /// <summary>Gets the prompt's tokens as estimated before the call.</summary>
    public int EstimatedInputTokens { get; init; }

    /// <summary>Gets the answer's tokens as estimated before the call.</summary>
    public int EstimatedOutputTokens { get; init; }

    /// <summary>Gets the served attempt's usage; <see langword="null"/> where none was reported.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Gets the exact cost of all attempts in USD; <see langword="null"/> where price or usage is unknown.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets what the reference would have cost for the same tokens, in USD.</summary>
    public decimal? ReferenceCostUsd { get; init; }

    /// <summary>Gets what the choice would have cost for the same tokens, in USD: in observe mode, what routing would have spent.</summary>
    public decimal? ChoiceCostUsd { get; init; }

    /// <summary>Gets the API the caller spoke, by its config name: <c>openai-chat</c>, <c>openai-responses</c>, <c>anthropic</c> or <c>gemini</c>.</summary>
    public string Dialect { get; init; } = "openai-chat";

    /// <summary>Gets what could not be carried between the caller's dialect and that of the last upstream tried; empty where all of it was.</summary>
    public IReadOnlyList<ConversionNote> Losses { get; init; } = [];

    /// <summary>Gets a value indicating whether the caller asked for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Gets the HTTP status sent to the caller; 499 where the caller had gone.</summary>
    public int Status { get; init; }

    /// <summary>Gets <c>ok</c> or the error's name.</summary>
    public required string Outcome { get; init; }

    /// <summary>Gets the time spent inside Loadline and not waiting for an upstream, in microseconds.</summary>
    public double OverheadMicroseconds { get; init; }

    /// <summary>Gets the time from the request's arrival to the end of the answer, in milliseconds.</summary>
    public double DurationMs { get; init; }
}
