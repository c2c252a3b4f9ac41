using System.Globalization;
using System.Text;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Gateway.Endpoints;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>What the caller is told when there is no answer.</content>
internal sealed partial class Exchange
{
    private FailedReply Failure => _attempt.Failure;

    private ValueTask RefuseAsync(RoutingStatus status)
    {
        if (status == RoutingStatus.UnknownModel)
        {
            _error = RoutingError.UnknownModel;
            var name = ModelName.Read(_context.Facts);
            return RefuseAsync(404, "model_not_found", "model",
                $"The model '{Shorten(name)}' is neither a route nor a model of this gateway. GET /v1/models lists what there is.");
        }

        if (status == RoutingStatus.RouteNotAllowed)
        {
            _error = RoutingError.CallerBadRequest;
            return RefuseAsync(403, "route_not_allowed", "model",
                $"This key does not allow '{_context.Route!.Name}'. GET /v1/models lists what it allows.", "permission_error");
        }

        _error = RoutingError.NoEligibleCandidate;
        return RefuseAsync(400, "no_eligible_candidate", "model", ExplainExclusions());
    }

    private string ExplainExclusions()
    {
        var text = new StringBuilder("No model of route '").Append(_context.Route!.Name).Append("' can serve this request: ");
        var separator = "";
        foreach (ref readonly var evaluation in _context.Evaluations)
        {
            text.Append(separator).Append(evaluation.Candidate.Name).Append(" (")
                .AppendJoin(", ", Exclusions.Explain(evaluation.Exclusion)).Append(')');
            separator = "; ";
        }

        return text.Append('.').ToString();
    }

    private ValueTask ReportAsync(AttemptResult result)
    {
        if (_http.Response.HasStarted)
        {
            return FailStreamAsync(result, UpstreamMessage());
        }

        if (result.Error == RoutingError.OverLimit)
        {
            return new ValueTask(DenyAsync(_attempt.Denial).AsTask());
        }

        if (Failure.RetryAfter is { } retryAfter)
        {
            _http.Response.Headers.RetryAfter = retryAfter;
        }
        else if (result.Advice.Wait is not null || result.Error is RoutingError.AllUnhealthy or RoutingError.ShuttingDown or RoutingError.Overloaded)
        {
            _http.Response.Headers.RetryAfter = Seconds(result.Advice.Wait);
        }

        if (Served is { } candidate)
        {
            WriteDecisionHeaders(candidate, null, null);
        }

        if (result.Error == RoutingError.CallerBadRequest)
        {
            return RefuseAsync(400, _unreadable.Code, _unreadable.Param, _unreadable.Message!);
        }

        // The provider's own words where they are about the request; ours where they are about our account or the connection.
        if (Failure.Status >= 400 && Failure.IsJson && result.Error is not (RoutingError.UpstreamAuth or RoutingError.UpstreamQuota))
        {
            return HasOneEnvelope(_attempt.Dialect, _target.Dialect)
                ? ErrorReply.WriteAsync(_http, Failure.Status, Failure.Body)
                : ErrorReply.WriteAsync(_http, _target.Dialect, ErrorReader.Read(Failure.Body, Failure.Status));
        }

        var (status, message) = result.Error switch
        {
            RoutingError.UpstreamAuth => (502, "The provider refused this gateway's credential. Its operator must check the provider's api_key."),
            RoutingError.UpstreamQuota => (503, "The provider's account has no quota or money left. Its operator must see to it."),
            RoutingError.AllUnhealthy => (503, "Every deployment that could serve this has failed lately and is left alone for now (on_all_down: refuse)."),
            RoutingError.ShuttingDown or RoutingError.Overloaded => (503, Failure.Message),
            RoutingError.UpstreamTimeout or RoutingError.DeadlineExceeded => (504, Failure.Message),
            RoutingError.UpstreamRateLimited => (429, UpstreamMessage()),
            RoutingError.UpstreamUnavailable => (503, UpstreamMessage()),
            RoutingError.UpstreamRefused or RoutingError.UpstreamContextOverflow or RoutingError.UpstreamContentFiltered
                or RoutingError.UpstreamModelNotFound => (Failure.Status, UpstreamMessage()),
            _ => (502, UpstreamMessage()),
        };
        return RefuseAsync(status, RoutingErrors.Name(result.Error), null, message, "upstream_error");
    }

    // Rounded up, and never "now": whoever comes back at once is turned away again.
    private static string Seconds(TimeSpan? wait) =>
        Math.Max(1, Math.Ceiling(wait?.TotalSeconds ?? 0)).ToString("0", CultureInfo.InvariantCulture);

    private string UpstreamMessage() =>
        Failure.Message.Length > 0 ? Failure.Message
        : OpenAIErrors.Read(Failure.Body).Message is { Length: > 0 } message ? message
        : "The upstream answered with status " + Failure.Status.ToString(CultureInfo.InvariantCulture) + ".";

    // Whatever happened, the caller is told where that is still possible, and never with half an answer.
    private async ValueTask GiveUpAsync(int status, string code, string message)
    {
        if (_http.Response.HasStarted)
        {
            _http.Abort();
            return;
        }

        try
        {
            await RefuseAsync(status, code, null, message, status < 500 ? "invalid_request_error" : "server_error").ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The caller has gone, too.
        }
    }

    private ValueTask RefuseAsync(int status, string? code, string? param, string message, string type = "invalid_request_error") =>
        _http.Response.HasStarted ? ValueTask.CompletedTask : ErrorReply.WriteAsync(_http, _target.Dialect, status, type, code, param, message);

    // Both of OpenAI's dialects have the same one.
    private static bool HasOneEnvelope(Dialect upstream, Dialect caller) => upstream == caller
        || (upstream is Dialect.OpenAIChat or Dialect.OpenAIResponses && caller is Dialect.OpenAIChat or Dialect.OpenAIResponses);

    private static string Shorten(string name) => name.Length <= 100 ? name : string.Concat(name.AsSpan(0, 100), "…");
}
