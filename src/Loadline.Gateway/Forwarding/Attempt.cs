using System.Runtime.CompilerServices;
using Loadline.Core.Catalog;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Upstreams.Protocols;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Forwarding;

/// <summary>One upstream call of an exchange: sent, held until its answer may be passed on, passed on. Pooled with its exchange.</summary>
/// <remarks>
/// Two steps, so that several may be open at once and only one reaches the caller: <see cref="OpenAsync"/> touches nothing of the caller's
/// reply and may be given up at any time; <see cref="ServeAsync"/> commits. The other parts of this class: whole and streamed replies, failures.
/// </remarks>
internal sealed partial class Attempt : IDisposable
{
    // An upstream that says it failed and then goes silent must not hold the next attempt up.
    private static readonly TimeSpan ErrorBodyTimeout = TimeSpan.FromSeconds(5);

    private readonly Exchange _exchange;
    private readonly ForwardingServices _services;
    private readonly AttemptTimer _timer;
    private IUpstreamProtocol _protocol = null!;
    private HttpRequestMessage? _request;
    private HttpResponseMessage _response = null!;
    private CancellationToken _caller;
    private int _status;

    public Attempt(Exchange exchange, ForwardingServices services)
    {
        _exchange = exchange;
        _services = services;
        _timer = new AttemptTimer(services.Time);
        _reply = new ReplyBuffer(services.Buffers);
    }

    public CandidateSnapshot Candidate { get; private set; } = null!;

    public DeploymentSnapshot Deployment { get; private set; } = null!;

    /// <summary>Gets what the upstream speaks.</summary>
    public Dialect Dialect => _protocol.Dialect;

    /// <summary>Gets what could not be carried between the caller's dialect and the upstream's; <see langword="null"/>: all of it was.</summary>
    public ConversionLosses? Losses { get; private set; }

    /// <summary>Gets what went wrong, in words for the caller; only meaningful after a failure.</summary>
    public FailedReply Failure { get; } = new();

    /// <summary>Gets the billed tokens as far as they are known.</summary>
    public TokenUsage? Usage { get; private set; }

    /// <summary>Gets when the request was sent, as a timestamp of the injected clock.</summary>
    public long SentAt { get; private set; }

    /// <summary>Gets when the first content came, or the whole of a reply that is not streamed; 0 before.</summary>
    public long FirstTokenAt { get; private set; }

    /// <summary>Gets when the connection was let go; 0 before.</summary>
    public long EndedAt { get; private set; }

    /// <summary>Computes the exact cost so far in USD; unknown where price or usage is.</summary>
    public decimal? Cost => Usage is not { } usage ? null : usage.ChargedUsd ?? Deployment.Price?.Cost(usage);

    /// <summary>Calls a deployment and waits until its answer may be passed on: its first content, or the whole of it where it is not streamed.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="deployment">The way to call it.</param>
    /// <param name="deadline">When the request as a whole must have ended, on <see cref="MonotonicClock"/>.</param>
    /// <param name="isLast">Whether only the deadline applies.</param>
    /// <param name="caller">Ends with the caller's connection, or when this attempt is given up.</param>
    /// <returns>A success that is not committed, or the failure.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> OpenAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, TimeSpan deadline, bool isLast, CancellationToken caller)
    {
        Begin(candidate, deployment, deadline, isLast, caller);
        if (candidate.Usage.Length > 0 && !TryEnterMeters())
        {
            return new AttemptResult(RoutingError.OverLimit, 0, false) { Advice = new RetryAdvice(Denial.RetryAfter) };
        }

        try
        {
            var client = _services.Upstreams.For(deployment.Provider);
            if (!TryCreateRequest(client, out var operation))
            {
                return new AttemptResult(RoutingError.CallerBadRequest, 0, false);
            }

            var headers = Dialect == _exchange.Target.Dialect ? _exchange.CallerHeaders : null;
            _response = await client.SendAsync(_request!, operation, headers, _timer.Token).ConfigureAwait(false);
            _status = (int)_response.StatusCode;
            return RoutingErrors.FromStatus(_status) != RoutingError.None ? await TakeFailureAsync().ConfigureAwait(false)
                : IsEncoded(_response) ? Broken($"'{deployment.Id}' sent a compressed reply although none was asked for.")
                : _exchange.Context.Facts.Stream ? await OpenStreamAsync().ConfigureAwait(false)
                : await OpenWholeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            return Failed(error);
        }
    }

    /// <summary>Passes the open answer on to the caller; from its first byte nothing else may be tried.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> ServeAsync()
    {
        try
        {
            return _exchange.Context.Facts.Stream
                ? await ServeStreamAsync().ConfigureAwait(false)
                : await ServeWholeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or HttpRequestException)
        {
            var result = Failed(error);
            await EndBrokenAsync(result).ConfigureAwait(false);
            return result;
        }
    }

    /// <summary>Lets the connection go: back to its pool where the reply was read to its end, else closed. What was read stays until <see cref="Release"/>.</summary>
    public void End()
    {
        EndedAt = _services.Time.GetTimestamp();
        _timer.End();
        _response?.Dispose();
        _request?.Dispose();
        _response = null!;
        _request = null;
        ReleaseStream();
        EndDraft();
    }

    /// <summary>Lets go of what was read.</summary>
    public void Release()
    {
        LeaveMeters();
        _reply.Release();
        _streamed?.ResetWrittenCount();
        Shed(ref _body);
        Shed(ref _converted);
        Failure.Clear();
        Losses = null;
        Usage = null;
    }

    /// <summary>Ends the call under way from any thread, or the next one as soon as it begins.</summary>
    public void Fire() => _timer.Fire();

    public void Dispose()
    {
        _timer.Dispose();
        _relay.Dispose();
    }

    private void Begin(CandidateSnapshot candidate, DeploymentSnapshot deployment, TimeSpan deadline, bool isLast, CancellationToken caller)
    {
        Release();
        Candidate = candidate;
        Deployment = deployment;
        SentAt = _services.Time.GetTimestamp();
        FirstTokenAt = EndedAt = 0;
        _caller = caller;
        _status = 0;
        _isCommitted = _isWriting = _isEnded = false;
        _timer.SetDeadlineAt(deadline);
        _timer.Begin(caller);
        var timeouts = _exchange.Context.Route!.Timeouts;
        _timer.Arm(isLast ? Timeout.InfiniteTimeSpan : _exchange.Context.Facts.Stream ? timeouts.FirstToken : timeouts.Whole);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.NonValidated.TryGetValues(name, out var values) && ReplyHeaders.IsClean(values) ? values.ToString() : null;

    private static bool IsEncoded(HttpResponseMessage response) =>
        response.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encoding)
        && !encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);
}
