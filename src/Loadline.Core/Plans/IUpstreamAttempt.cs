using Loadline.Core.Cascades;
using Loadline.Core.Runtime;

namespace Loadline.Core.Plans;

/// <summary>One upstream call in two steps, so that several may be open side by side and only one reaches the caller.</summary>
/// <remarks>
/// Opened once; then served or given up; then ended, at once; then recorded. Only <see cref="GiveUp"/> may be called from another thread
/// than the call's own. An attempt is used for one call and goes back to whoever made it when it is recorded.
/// </remarks>
public interface IUpstreamAttempt
{
    /// <summary>Calls a deployment and waits until its answer may be passed on. Touches nothing of the caller's reply.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="deployment">The way to call it.</param>
    /// <param name="isLast">Whether nothing is left to fail over to: then only the request's deadline applies.</param>
    /// <param name="cancellationToken">Ends with the caller's connection or the request's deadline.</param>
    /// <returns>A success that is not committed, or the failure; expected failures are results, not exceptions.</returns>
    ValueTask<AttemptResult> OpenAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken);

    /// <summary>Gets the answer as far as it has come; only filled where the call was begun with a need for it.</summary>
    DraftAnswer Draft { get; }

    /// <summary>Gets the cost so far in USD; <see langword="null"/> where price or usage is unknown.</summary>
    decimal? CostUsd { get; }

    /// <summary>Reads on in an open answer without passing anything on; returns when more of it has come.</summary>
    ValueTask<AttemptResult> ReadOnAsync();

    /// <summary>Passes an open answer on to the caller; from its first byte on nothing else may be tried.</summary>
    ValueTask<AttemptResult> ServeAsync();

    /// <summary>Ends the call under way at once; what waits for it gets <paramref name="why"/> as its error. Never blocks.</summary>
    void GiveUp(RoutingError why);

    /// <summary>Lets the connection go.</summary>
    void End();

    /// <summary>Takes the call into the request's account.</summary>
    void Record(in AttemptResult result);
}
