using Loadline.Core.Keys;
using Loadline.Core.Runtime;
using Loadline.Gateway.Endpoints;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Auditing;

/// <summary>A served request that was drawn, with what is needed to answer it again after its memory has been given back.</summary>
internal sealed record AuditJob
{
    public required string Id { get; init; }

    public required RuntimeSnapshot Snapshot { get; init; }

    public required RouteSnapshot Route { get; init; }

    public required CallerTarget Target { get; init; }

    /// <summary>Gets the caller's body.</summary>
    public required byte[] Body { get; init; }

    /// <summary>Gets the answer as it came from upstream.</summary>
    public required byte[] Answer { get; init; }

    /// <summary>Gets what the answer is written in.</summary>
    public required Dialect AnswerDialect { get; init; }

    public required bool IsStream { get; init; }

    public required CandidateSnapshot Choice { get; init; }

    public required CandidateSnapshot Served { get; init; }

    /// <summary>Gets a value indicating whether the choice was let serve.</summary>
    public required bool Serves { get; init; }

    public required decimal? CostUsd { get; init; }

    public required KeyScope Scope { get; init; }

    public required string? Residency { get; init; }

    public required string? Session { get; init; }

    /// <summary>Gets the recorded row that simulated providers replay; <see langword="null"/>: none was named.</summary>
    public required string? Row { get; init; }

    public required AuditDraw Draw { get; init; }

    /// <summary>Gets the probability with which it was drawn, in (0,1].</summary>
    public required double Rate { get; init; }

    public required bool IsForLabel { get; init; }

    public required int InputTokens { get; init; }

    public required int OutputTokens { get; init; }
}
