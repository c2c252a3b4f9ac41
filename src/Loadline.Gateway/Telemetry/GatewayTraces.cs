using System.Diagnostics;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Telemetry;

/// <summary>One span a request and one a model call, by OpenTelemetry's conventions. Costs one read where nobody listens.</summary>
/// <remarks>
/// Nothing of a prompt, an answer, a caller's headers or its address is in them: all values come from the config, from counts or from fixed lists.
/// </remarks>
internal sealed class GatewayTraces : IDisposable
{
    private static readonly string Ok = RoutingErrors.Name(RoutingError.None);

    private readonly ActivitySource _source = new(TraceNames.Source, typeof(GatewayTraces).Assembly.GetName().Version?.ToString(3));

    public void Dispose() => _source.Dispose();

    /// <summary>Begins a request's span, below the caller's where it sent a <c>traceparent</c>.</summary>
    public Activity? Begin(HttpContext http, DateTimeOffset arrived)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        // The server's own activity is nobody's span, and it is not sampled.
        Activity.Current = null;
        ActivityContext.TryParse(http.Request.Headers.TraceParent, http.Request.Headers.TraceState, isRemote: true, out var parent);
        return _source.StartActivity("request", ActivityKind.Server, parent, startTime: arrived);
    }

    /// <summary>Ends a request's span.</summary>
    /// <param name="request">The span; <see langword="null"/> where nobody listens.</param>
    /// <param name="operation"><c>chat</c> or <c>embeddings</c>.</param>
    /// <param name="id">The decision's id.</param>
    /// <param name="decision">What was decided; <see langword="null"/> where nothing was.</param>
    /// <param name="error">What went wrong.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="ended">When it ended.</param>
    public static void End(Activity? request, string operation, string id, FinishedDecision? decision, RoutingError error, int status, DateTimeOffset ended)
    {
        if (request is null)
        {
            return;
        }

        request.DisplayName = decision is null ? operation : operation + " " + decision.Route.Name;
        request.SetTag(TraceNames.Method, "POST").SetTag(TraceNames.Status, status).SetTag(TraceNames.Operation, operation);
        if (decision is not null)
        {
            request.SetTag(TraceNames.Decision, id).SetTag(TraceNames.Route, decision.Route.Name).SetTag(TraceNames.Rule, decision.Rule).SetTag(TraceNames.Reason, decision.Reason)
                .SetTag(TraceNames.Model, decision.Served?.Name).SetTag(TraceNames.Attempts, decision.Attempts).SetTag(TraceNames.Cost, (double?)decision.CostUsd);
        }

        Stop(request, RoutingErrors.Name(error), ended);
    }

    /// <summary>Tells of a call that has ended, as a span below its request's.</summary>
    public void Call(Activity? request, AttemptRecord attempt, ProviderSnapshot? provider, string operation, DateTimeOffset ended)
    {
        if (request is null)
        {
            return;
        }

        var model = attempt.Deployment[(attempt.Deployment.IndexOf('/', StringComparison.Ordinal) + 1)..];
        using var call = _source.StartActivity(
            operation + " " + model, ActivityKind.Client, request.Context, startTime: ended - TimeSpan.FromMilliseconds(attempt.DurationMs));
        if (call is null)
        {
            return;
        }

        call.SetTag(TraceNames.Operation, operation).SetTag(TraceNames.RequestModel, model).SetTag(TraceNames.Provider, provider?.Name)
            .SetTag(TraceNames.Server, provider?.Config.Url?.Host).SetTag(TraceNames.Port, provider?.Config.Url?.Port)
            .SetTag(TraceNames.Model, attempt.Model).SetTag(TraceNames.Kind, attempt.Kind).SetTag(TraceNames.Cost, (double?)attempt.CostUsd)
            .SetTag(TraceNames.InputTokens, attempt.Usage?.Input).SetTag(TraceNames.OutputTokens, attempt.Usage?.Output);
        if (attempt.Status > 0)
        {
            call.SetTag(TraceNames.Status, attempt.Status);
        }

        Stop(call, attempt.Outcome, ended);
    }

    private static void Stop(Activity activity, string outcome, DateTimeOffset ended)
    {
        if (outcome != Ok)
        {
            activity.SetTag(TraceNames.Error, outcome);
            activity.SetStatus(ActivityStatusCode.Error);
        }

        activity.SetEndTime(ended.UtcDateTime);
        activity.Stop();
    }
}
