using Loadline.Core.Cascades;
using Loadline.Core.Checks;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>Makes upstream calls for a request: the gateway on bytes, the library on chat clients.</summary>
public interface ICandidateCall : ICheckAsker
{
    /// <summary>Calls one deployment and, where it answers, passes the answer on.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="deployment">The way to call it.</param>
    /// <param name="isLast">Whether nothing is left to fail over to: then only the request's deadline applies, no first-token timer.</param>
    /// <param name="cancellationToken">Ends with the caller's connection or the request's deadline.</param>
    /// <returns>How it ended; expected failures are results, not exceptions.</returns>
    ValueTask<AttemptResult> TryAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken);

    /// <summary>Begins a call that may be open beside others or held back; only asked for where a plan needs that.</summary>
    /// <param name="needs">What must be known of the answer before it is served.</param>
    IUpstreamAttempt Begin(DraftNeeds needs = DraftNeeds.None);

    /// <summary>Gets what asking on behalf of checks has cost so far for this request, in USD, as far as it is known.</summary>
    decimal AskedUsd => 0;

    /// <summary>Asks on behalf of a check; who cannot says so.</summary>
    ValueTask<AskedResult> ICheckAsker.AskAsync(AskedCheck check, AnswerToCheck answer, CancellationToken cancellationToken) =>
        new(AskedResult.Failed("nobody can be asked here"));
}
