using Loadline.Core.Cascades;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;

namespace Loadline.Core.Tests.Plans;

/// <summary>Answers attempts by a script for each deployment; what is not scripted succeeds.</summary>
internal sealed class ScriptedCall(TimeProvider time) : ICandidateCall
{
    private readonly Dictionary<string, Queue<AttemptResult>> _scripts = [];

    /// <summary>Gets the attempts: deployment, whether it was told to be the last, and when.</summary>
    public List<(string Deployment, bool IsLast, TimeSpan At)> Attempts { get; } = [];

    public string Trace => string.Join(' ', Attempts.Select(attempt => attempt.Deployment));

    /// <summary>Gets the calls that were open beside others, in the order they were begun.</summary>
    public List<ScriptedAttempt> Begun { get; } = [];

    /// <summary>Gets or sets how long a deployment takes to answer or fail.</summary>
    public Func<DeploymentSnapshot, TimeSpan> Takes { get; set; } = static _ => TimeSpan.Zero;

    /// <summary>Gets what runs inside each attempt.</summary>
    public Func<DeploymentSnapshot, Task>? During { get; set; }

    public static AttemptResult Fail(RoutingError error, double? waitSeconds = null, bool? shouldRetry = null, bool committed = false) =>
        new(error, 0, committed) { Advice = new RetryAdvice(waitSeconds is { } wait ? TimeSpan.FromSeconds(wait) : null, shouldRetry) };

    /// <summary>Scripts a deployment; its last result repeats for ever.</summary>
    public ScriptedCall On(string deployment, params AttemptResult[] results)
    {
        _scripts[deployment] = new Queue<AttemptResult>(results);
        return this;
    }

    public ValueTask<AttemptResult> TryAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken) =>
        OpenAsync(deployment, isLast, cancellationToken);

    public IUpstreamAttempt Begin(DraftNeeds needs)
    {
        var attempt = new ScriptedAttempt(this, time);
        Begun.Add(attempt);
        return attempt;
    }

    internal async ValueTask<AttemptResult> OpenAsync(DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        Attempts.Add((deployment.Id, isLast, MonotonicClock.Now(time)));
        if (During is { } during)
        {
            await during(deployment);
        }

        if (Takes(deployment) is var takes && takes > TimeSpan.Zero)
        {
            await Task.Delay(takes, time, cancellationToken);
        }

        return !_scripts.TryGetValue(deployment.Id, out var script) ? new AttemptResult(RoutingError.None, 200, true)
            : script.Count > 1 ? script.Dequeue() : script.Peek();
    }
}
