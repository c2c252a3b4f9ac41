using System.Diagnostics;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Telemetry;

namespace Loadline.Gateway.Forwarding;

/// <content>The spans of a request and of its calls, where somebody listens.</content>
internal sealed partial class Exchange
{
    private Activity? _trace;

    // Calls of Loadline's own are told of by their deployment alone.
    private void TraceCall(AttemptRecord attempt, ProviderSnapshot? provider, TimeSpan since = default)
    {
        if (_trace is not null)
        {
            provider ??= Array.Find(_snapshot.Deployments, deployment => deployment.Id == attempt.Deployment)?.Provider;
            _services.Traces.Call(_trace, attempt, provider, attempt.Kind == AttemptKinds.Router && attempt.Usage is { Output: 0 } ? "embeddings" : Operation, _services.Time.GetUtcNow() - since);
        }
    }

    private void EndTrace(FinishedDecision? decision)
    {
        GatewayTraces.End(
            _trace, Operation, _id, decision, _error, _error == RoutingError.CallerGone ? 499 : _http.Response.StatusCode, _services.Time.GetUtcNow());
        _trace = null;
    }
}
