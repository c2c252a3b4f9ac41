using System.Net;
using System.Runtime.CompilerServices;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Simulation;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Errors;
using Loadline.Wire.OpenAI;

namespace Loadline.Gateway.Forwarding;

/// <content>One attempt: send, sort the outcome, pass a good answer on.</content>
internal sealed partial class Exchange
{
    // An upstream that says it failed and then goes silent must not hold the next attempt up.
    private static readonly TimeSpan ErrorBodyTimeout = TimeSpan.FromSeconds(5);

    private long _sentAt;
    private long _firstTokenAt;
    private bool _isStreamStarted;
    private DeploymentSnapshot _deployment = null!;
    private DeploymentSnapshot? _billable;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> TryAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        var client = _services.Upstreams.For(deployment.Provider);
        _deployment = deployment;
        _isStreamStarted = _isWriting = false;
        _sentAt = _services.Time.GetTimestamp();
        _firstTokenAt = 0;
        _usage = null;
        ForgetContent();
        _timer.Begin(cancellationToken);
        var timeouts = _context.Route!.Timeouts;
        _timer.Arm(isLast ? Timeout.InfiniteTimeSpan : _context.Facts.Stream ? timeouts.FirstToken : timeouts.Whole);
        AttemptResult result;
        try
        {
            using var request = CreateRequest(client, candidate, deployment);
            using var response = await client.SendAsync(request, UpstreamOperationOf(_context.Facts), null, _timer.Token).ConfigureAwait(false);
            result = await TakeAsync(response, candidate).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            result = new AttemptResult(Sort(error, cancellationToken), 0, _isStreamStarted) { IsUpstreamLate = HadFairTime() };
            _failed.Set(Describe(result.Error, deployment));
            await EndBrokenAsync(result).ConfigureAwait(false);
        }
        finally
        {
            _timer.End();
        }

        Note(candidate, deployment, result);
        return result;
    }

    private HttpRequestMessage CreateRequest(UpstreamClient client, CandidateSnapshot candidate, DeploymentSnapshot deployment)
    {
        var facts = _context.Facts;
        ChatRequestSplicer.Splice(
            facts, new UpstreamEdits(deployment.QuotedName, candidate.QuotedEffort, facts.Stream && client.Protocol.AsksUsage), out var body);
        var address = client.Protocol.Find(UpstreamOperationOf(facts), deployment.Name, facts.Stream);
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version11,
            Content = new SplicedContent(in body),
        };
        OutboundHeaders.Add(request.Headers, "Accept", facts.Stream ? "text/event-stream" : "application/json");
        OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
        if (client.IsSimulated)
        {
            Simulate(request, candidate);
        }

        var connect = _context.Route!.Timeouts.Connect;
        if (connect != UpstreamConnector.DefaultTimeout)
        {
            request.Options.Set(UpstreamConnector.TimeoutKey, connect);
        }

        return request;
    }

    private static UpstreamOperation UpstreamOperationOf(RequestFacts facts) =>
        facts.Kind == RequestKind.Chat ? UpstreamOperation.Chat : UpstreamOperation.Embeddings;

    private void Simulate(HttpRequestMessage request, CandidateSnapshot candidate)
    {
        if (_headers.Find(SimulatedProviderHandler.RowHeader) is { } row)
        {
            OutboundHeaders.Add(request.Headers, SimulatedProviderHandler.RowHeader, row);
        }

        if (candidate.Simulate is { } simulation)
        {
            request.Options.Set(SimulatedProviderHandler.SimulationKey, simulation);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> TakeAsync(HttpResponseMessage response, CandidateSnapshot candidate)
    {
        var status = (int)response.StatusCode;
        var error = RoutingErrors.FromStatus(status);
        if (status is >= 300 and < 400)
        {
            _failed.Set($"'{_deployment.Id}' answered with a redirect ({status}), which is not followed: it would carry prompts elsewhere. "
                + "Set the provider's url to the address it moved to.");
            return new AttemptResult(error, status, false);
        }

        if (error != RoutingError.None)
        {
            return await KeepFailureAsync(response, status).ConfigureAwait(false);
        }

        if (IsEncoded(response))
        {
            _failed.Set($"'{_deployment.Id}' sent a compressed reply although none was asked for.");
            return new AttemptResult(RoutingError.UpstreamBroken, status, false);
        }

        return _context.Facts.Stream
            ? await RelayStreamAsync(response, candidate).ConfigureAwait(false)
            : await PassWholeAsync(response, candidate).ConfigureAwait(false);
    }

    // A deadline that left too little time for anybody is not held against whoever had the rest of it.
    private bool HadFairTime()
    {
        var timeouts = _context.Route!.Timeouts;
        var fair = timeouts.Total / 2 < timeouts.FirstToken ? timeouts.Total / 2 : timeouts.FirstToken;
        return _services.Time.GetElapsedTime(_sentAt) >= fair;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptResult> KeepFailureAsync(HttpResponseMessage response, int status)
    {
        _reply.Release();
        _timer.Arm(ErrorBodyTimeout);
        var stream = await response.Content.ReadAsStreamAsync(_timer.Token).ConfigureAwait(false);
        await _reply.ReadAllAsync(stream, null, FailedReply.MaxBytes, _timer.Token).ConfigureAwait(false);
        var retryAfter = Header(response, "Retry-After");
        var body = IsEncoded(response) ? [] : _reply.Span.ToArray();
        _failed.Set(status, body, retryAfter);
        var advice = RetryHints.Read(
            retryAfter,
            Header(response, "retry-after-ms") ?? Header(response, "x-ms-retry-after-ms"),
            Header(response, "x-should-retry"),
            body,
            _services.Time.GetUtcNow());
        return new AttemptResult(UpstreamFailures.Classify(status, body, advice.Wait is not null), status, false) { Advice = advice };
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && ReplyHeaders.IsClean(values) ? values.ToString() : null;

    private static bool IsEncoded(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encoding)
        && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);

    private RoutingError Sort(Exception error, CancellationToken caller)
    {
        if (_isShuttingDown && !caller.IsCancellationRequested)
        {
            return RoutingError.ShuttingDown;
        }

        var hasFired = _timer.Token.IsCancellationRequested;
        if (caller.IsCancellationRequested || (_isWriting && !(hasFired && _timer.IsForDeadline)))
        {
            return RoutingError.CallerGone;
        }

        if (hasFired)
        {
            return _timer.IsForDeadline ? RoutingError.DeadlineExceeded
                : _isStreamStarted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamTimeout;
        }

        var hasNoConnection = (error as HttpRequestException)?.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
        return hasNoConnection ? RoutingError.UpstreamConnect
            : _isStreamStarted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamBroken;
    }

    private static string Describe(RoutingError error, DeploymentSnapshot deployment) => error switch
    {
        RoutingError.UpstreamConnect => $"No connection to provider '{deployment.Provider.Name}'. Check its url and that it runs.",
        RoutingError.UpstreamTimeout => $"'{deployment.Id}' sent nothing in time.",
        RoutingError.ShuttingDown => "This gateway is being stopped. Send the request again; another instance may answer it.",
        RoutingError.DeadlineExceeded => "The request's deadline passed before an answer was complete (timeouts.total).",
        _ => $"'{deployment.Id}' broke the connection before its answer was complete.",
    };

    private void Note(CandidateSnapshot candidate, DeploymentSnapshot deployment, AttemptResult result)
    {
        var time = _services.Time;
        var total = time.GetElapsedTime(_sentAt);
        var first = _firstTokenAt == 0 ? total : time.GetElapsedTime(_sentAt, _firstTokenAt);
        _waiting += _firstTokenAt == 0 ? time.GetTimestamp() - _sentAt : _firstTokenAt - _sentAt;
        _firstTokenAt = 0;
        var outcome = RoutingErrors.Name(result.Error);
        CountDuplicate(deployment, result);
        _attempts.Add(new AttemptRecord(
            candidate.Name, deployment.Id, outcome, result.Status, first.TotalMilliseconds, total.TotalMilliseconds, _usage, Cost())
        {
            Price = deployment.Price,
        });
        _services.Metrics.Attempt(deployment.Id, outcome);
        if (result.Succeeded)
        {
            deployment.State.Succeeded(first.TotalMilliseconds, total.TotalMilliseconds);
            _firstContentMs = first.TotalMilliseconds;
            deployment.State.Sampled(first.TotalMilliseconds, _services.Executor.Now);
            _services.Metrics.Operation(deployment.Provider.Name, candidate.Name, Operation, total.TotalSeconds);
            if (_usage is { } usage)
            {
                _services.Metrics.Tokens(deployment.Provider.Name, candidate.Name, Operation, usage.Input, usage.Output);
            }

            if (_context.Facts.Stream)
            {
                _services.Metrics.FirstChunk(deployment.Provider.Name, candidate.Name, Operation, first.TotalSeconds);
            }
        }
        else if (result.Error is not (RoutingError.CallerGone or RoutingError.ShuttingDown))
        {
            deployment.State.Failed();
            Log.AttemptFailed(_services.Logger, _id, deployment.Id, outcome, result.Status);
            _services.Metrics.Operation(deployment.Provider.Name, candidate.Name, Operation, total.TotalSeconds, outcome);
        }
    }

    // Counted where the next attempt is made: only then may the same request be paid for twice.
    private void CountDuplicate(DeploymentSnapshot deployment, in AttemptResult result)
    {
        if (_billable is { } before)
        {
            _services.Metrics.PossibleDuplicate(before.Id);
        }

        _billable = RoutingErrors.MayHaveBeenBilled(result.Error) ? deployment : null;
    }

    private string Operation => _context.Facts.Kind == RequestKind.Chat ? "chat" : "embeddings";
}
