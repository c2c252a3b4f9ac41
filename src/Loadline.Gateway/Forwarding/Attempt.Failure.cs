using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Upstreams;
using Loadline.Wire.Errors;

namespace Loadline.Gateway.Forwarding;

/// <content>What went wrong, and whose fault it was.</content>
internal sealed partial class Attempt
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> TakeFailureAsync()
    {
        if (_status is >= 300 and < 400)
        {
            Failure.Set($"'{Deployment.Id}' answered with a redirect ({_status}), which is not followed: it would carry prompts elsewhere. "
                + "Set the provider's url to the address it moved to.");
            return new AttemptResult(RoutingErrors.FromStatus(_status), _status, false);
        }

        _timer.Arm(ErrorBodyTimeout);
        var stream = await _response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        await _reply.ReadAllAsync(stream, null, FailedReply.MaxBytes, _timer.Token).ConfigureAwait(false);
        var retryAfter = Header(_response, "Retry-After");
        var body = IsEncoded(_response) ? [] : _reply.Span.ToArray();
        Failure.Set(_status, body, retryAfter);
        var advice = RetryHints.Read(
            retryAfter,
            Header(_response, "retry-after-ms") ?? Header(_response, "x-ms-retry-after-ms"),
            Header(_response, "x-should-retry"),
            body,
            _services.Time.GetUtcNow());
        return new AttemptResult(UpstreamFailures.Classify(_status, body, advice.Wait is not null), _status, false) { Advice = advice };
    }

    // An answer as any other, unless the config says whom to ask instead.
    private AttemptResult Refusal()
    {
        if (!Replanning.MayReplaceRefusal(_exchange.Context, Candidate))
        {
            return new AttemptResult(RoutingError.None, _status, false);
        }

        Failure.Set($"'{Deployment.Id}' declined to answer, and nobody named in fallbacks.refusal did.");
        return new AttemptResult(RoutingError.UpstreamDeclined, _status, false);
    }

    private AttemptResult Broken(string message)
    {
        Failure.Set(message);
        return new AttemptResult(
            _isCommitted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamBroken, _status, _isCommitted);
    }

    private AttemptResult Failed(Exception error)
    {
        var result = new AttemptResult(Sort(error), 0, _isCommitted) { IsUpstreamLate = HadFairTime() };
        Failure.Set(Describe(result.Error, Deployment));
        return result;
    }

    private RoutingError Sort(Exception error)
    {
        if (_exchange.IsShuttingDown && !_caller.IsCancellationRequested)
        {
            return RoutingError.ShuttingDown;
        }

        if (_givenUp is var why and not RoutingError.None)
        {
            return why;
        }

        var hasFired = _timer.Token.IsCancellationRequested;
        if (_caller.IsCancellationRequested || (_isWriting && !(hasFired && _timer.IsForDeadline)))
        {
            return RoutingError.CallerGone;
        }

        if (hasFired)
        {
            return _timer.IsForDeadline ? RoutingError.DeadlineExceeded
                : _isCommitted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamTimeout;
        }

        var hasNoConnection = (error as HttpRequestException)?.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
            or HttpRequestError.VersionNegotiationError;
        return hasNoConnection ? RoutingError.UpstreamConnect
            : IsStale(error) ? RoutingError.UpstreamStale
            : _isCommitted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamBroken;
    }

    // The end of the connection in place of an answer, and no connection was opened for this request. Over HTTP/2 many share one that is
    // never idle, and what was certainly not processed is sent again by the protocol itself.
    private bool IsStale(Exception error) =>
        _status == 0
        && error is HttpRequestException failure
        && (failure.HttpRequestError == HttpRequestError.ResponseEnded || failure.InnerException is IOException { InnerException: SocketException })
        && _request is { Version.Major: 1 } request
        && !request.Options.TryGetValue(UpstreamConnector.OpenedKey, out _);

    // A deadline that left too little time for anybody is not held against whoever had the rest of it.
    private bool HadFairTime()
    {
        var timeouts = _exchange.Context.Route!.Timeouts;
        var fair = timeouts.Total / 2 < timeouts.FirstToken ? timeouts.Total / 2 : timeouts.FirstToken;
        return _services.Time.GetElapsedTime(SentAt) >= fair;
    }

    private static string Describe(RoutingError error, DeploymentSnapshot deployment) => error switch
    {
        RoutingError.UpstreamConnect => $"No connection to provider '{deployment.Provider.Name}'. Check its url and that it runs.",
        RoutingError.UpstreamTimeout => $"'{deployment.Id}' sent nothing in time.",
        RoutingError.ShuttingDown => "This gateway is being stopped. Send the request again; another instance may answer it.",
        RoutingError.DeadlineExceeded => "The request's deadline passed before an answer was complete (timeouts.total).",
        _ => $"'{deployment.Id}' broke the connection before its answer was complete.",
    };
}
