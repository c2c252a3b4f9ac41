using System.Runtime.CompilerServices;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Keys;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Auditing;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.Limits;
using Loadline.Wire;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>One request from its first byte to its decision record. Pooled; serves one request at a time.</summary>
/// <remarks>
/// Steps: read the body; scan it; decide; carry the plan out (<see cref="TryAsync"/> once per <see cref="Attempt"/>); answer or explain; record.
/// </remarks>
internal sealed partial class Exchange : ICandidateCall, IDisposable
{
    private readonly ForwardingServices _services;
    private readonly RoutingContext _context = new();
    private readonly RequestBody _body;
    private readonly CallerHeaders _headers = new();
    private readonly Random _random;
    private readonly List<AttemptRecord> _attempts = new(4);

    private HttpContext _http = null!;
    private CallerTarget _target;
    private ChatRequest? _neutral;
    private ScanResult _unreadable;
    private RuntimeSnapshot _snapshot = null!;
    private string _id = "";
    private DateTimeOffset _arrived;
    private long _started;
    private long _waiting;
    private TimeSpan _deadline;
    private RoutingError _error;
    private int _served;
    private double _firstContentMs;
    private bool _isDecided;
    private volatile bool _isShuttingDown;

    public Exchange(ForwardingServices services)
    {
        _services = services;
        _body = new RequestBody(services.Buffers);
        _attempt = new Attempt(this, services);
        _attemptsAtHand = [_attempt];
        _random = services.NewRandom();
    }

    /// <summary>Gets the request as it was decided.</summary>
    public RoutingContext Context => _context;

    /// <summary>Gets what this request was decided by, from its first byte to its last.</summary>
    public RuntimeSnapshot Snapshot => _snapshot;

    /// <summary>Gets what the caller's address said.</summary>
    public CallerTarget Target => _target;

    public string Id => _id;

    public DateTimeOffset Arrived => _arrived;

    public CallerHeaders Headers => _headers;

    /// <summary>Gets the headers that the caller sent; few of them may go on.</summary>
    public IHeaderDictionary CallerHeaders => _http.Request.Headers;

    public HttpResponse Response => _http.Response;

    public bool IsShuttingDown => _isShuttingDown;

    private CandidateSnapshot? Served => _served >= 0 ? _context.Candidates.All[_served] : null;

    /// <summary>Serves one request.</summary>
    public async Task RunAsync(HttpContext http, CallerTarget target, ApiKey? key)
    {
        Begin(http, target, key);
        try
        {
            if (await ReadAsync().ConfigureAwait(false))
            {
                await CarryOutAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            _error = RoutingError.CallerGone;
        }
        catch (BadHttpRequestException error)
        {
            _error = RoutingError.CallerBadRequest;
            await GiveUpAsync(error.StatusCode, "invalid_body", "The request body broke off or is badly framed. Send it whole.").ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Upstreams' faults were sorted before they came here, and a reset may be seen before the server knows of it:
            // without the abort it would try to drain the body and log that as an error.
            _error = RoutingError.CallerGone;
            http.Abort();
        }
        catch (Exception error)
        {
            _error = RoutingError.Internal;
            Log.Failed(_services.Logger, error, _id);
            await GiveUpAsync(500, RoutingErrors.Name(_error), $"Loadline itself failed; its log tells more under {_id}.").ConfigureAwait(false);
        }
        finally
        {
            await EndKeepAliveAsync().ConfigureAwait(false);
            End();
        }
    }

    public void Dispose()
    {
        foreach (var attempt in _attemptsAtHand)
        {
            attempt.Dispose();
        }
    }

    /// <summary>Ends the request under way, and any later one, because the process stops. May be called from any thread.</summary>
    public void EndForShutdown()
    {
        _isShuttingDown = true;
        foreach (var attempt in _attemptsAtHand)
        {
            attempt.Fire();
        }
    }

    /// <summary>Gets the request in the form between the dialects; read on first use, and kept for later attempts.</summary>
    /// <returns><see langword="null"/> where the body cannot be read in full; the caller is told why.</returns>
    public ChatRequest? Neutral()
    {
        if (_neutral is null && _unreadable.Ok)
        {
            _unreadable = ChatConversion.TryReadRequest(_target.Dialect, _body.Bytes, _target.Model, _target.IsStream, out var request);
            _neutral = request;
        }

        return _neutral;
    }

    /// <summary>Resets the caller's connection, so that nothing of what it got is taken for a whole answer.</summary>
    public void AbortCaller() => _http.Abort();

    private void Begin(HttpContext http, in CallerTarget target, ApiKey? key)
    {
        _key = key;
        _http = http;
        _target = target;
        _unreadable = ScanResult.Success;
        _started = _services.Time.GetTimestamp();
        _arrived = _services.Time.GetUtcNow();
        _id = DecisionId.Create(_arrived, _random);
        _snapshot = _services.Snapshots.Current;
        _waiting = 0;
        _error = RoutingError.None;
        _served = -1;
        _isDecided = false;
        _draw = AuditDraw.None;
        _fromCache = null;
        _overhead = null;
        _billable = null;
        AskedUsd = 0;
        _firstContentMs = 0;
        _attempts.Clear();
        _attempt = _attemptsAtHand[0];
        _waitingSince = 0;
        _attempt.Release();
        _headers.Attach(http.Request);
        _trace = _services.Traces.Begin(http, _arrived);
        _services.Metrics.RequestStarted();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync()
    {
        var limit = _snapshot.Config.Server.MaxRequestBytes;
        if (_http.Request.Headers.ContentEncoding is [{ } encoding, ..] && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            _error = RoutingError.CallerBadRequest;
            await RefuseAsync(415, "unsupported_encoding", null, "The request body is compressed (Content-Encoding). Send it as it is.").ConfigureAwait(false);
            return false;
        }

        var arriving = _services.Time.GetTimestamp();
        var read = await _body.ReadAsync(_http.Request, limit, _http.RequestAborted).ConfigureAwait(false);
        if (read != BodyRead.Whole)
        {
            await RefuseBodyAsync(read, limit).ConfigureAwait(false);
            return false;
        }

        // Waiting for the caller's bytes is not our overhead.
        _waiting += _services.Time.GetTimestamp() - arriving;
        var facts = _context.Facts;
        facts.Reset(_body.Bytes);
        facts.Headers = _headers;
        var scan = _target.Kind == RequestKind.Embeddings
            ? EmbeddingsRequestScanner.Scan(facts)
            : Dialects.Scan(_target.Dialect, facts, _target.Model, _target.IsStream);
        if (scan.Ok)
        {
            scan = HintReader.Read(_headers, facts);
        }

        if (scan.Ok)
        {
            return true;
        }

        _error = RoutingError.CallerBadRequest;
        await RefuseAsync(400, scan.Code, scan.Param, scan.Message!).ConfigureAwait(false);
        return false;
    }

    private ValueTask RefuseBodyAsync(BodyRead read, long limit)
    {
        if (read == BodyRead.TooLarge)
        {
            _error = RoutingError.CallerBadRequest;
            return RefuseAsync(413, "request_too_large", null,
                $"The request body is larger than {limit} bytes. Send less, or raise server.max_request_bytes.");
        }

        _error = RoutingError.Overloaded;
        _http.Response.Headers.RetryAfter = "1";
        return RefuseAsync(503, "overloaded", null, "This gateway's memory is in use by other requests. Try again shortly.", "server_error");
    }

    // The body has been read, so a caller that leaves while it waits is seen to.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AdmitAsync()
    {
        var arrived = _services.Executor.Now;
        var entering = _services.Time.GetTimestamp();
        var admission = await _services.Admission.EnterAsync(_http, _http.RequestAborted).ConfigureAwait(false);
        if (admission != Admission.Admitted)
        {
            _error = RoutingError.Overloaded;
            _http.Response.Headers.RetryAfter = "1";
            var (status, message, type) = admission == Admission.OverShare
                ? (429, "This gateway is at its limit and you already have your share of it. Slow down.", "rate_limit_error")
                : (503, "This gateway is at its limit. Try again shortly.", "server_error");
            await RefuseAsync(status, "overloaded", null, message, type).ConfigureAwait(false);
            return;
        }

        _waiting += _services.Time.GetTimestamp() - entering;
        try
        {
            await RouteAsync(arrived).ConfigureAwait(false);
        }
        finally
        {
            _services.Admission.Exit(_firstContentMs);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask RouteAsync(TimeSpan arrived)
    {
        _context.Begin(_snapshot, _random, _services.Executor.Now);
        _context.CanAsk = true;
        var deciding = _services.Time.GetTimestamp();
        var found = Find();
        TakeMeters(found);
        Stick(found);
        var status = Router.Decide(_context, found);
        while (status == RoutingStatus.Pending)
        {
            if (!await EnterMetersForAsync(_context.Pending!).ConfigureAwait(false))
            {
                return;
            }

            if (_context.Route!.IsOverBudget)
            {
                status = RoutingStatus.Decided;
                break;
            }

            await AskAsync(_context.Pending!).ConfigureAwait(false);
            status = Router.Decide(_context, found);
        }

        var spent = _services.Time.GetElapsedTime(deciding);
        _isDecided = status is not (RoutingStatus.UnknownModel or RoutingStatus.RouteNotAllowed);
        if (_isDecided)
        {
            // Only where a record will be found under it.
            _http.Response.Headers["x-loadline-decision"] = _id;
        }

        if (status != RoutingStatus.Decided)
        {
            await RefuseAsync(status).ConfigureAwait(false);
            return;
        }

        if (_attempts.Count > 0 && _http.RequestAborted.IsCancellationRequested)
        {
            // It went while the router model was asked, which is on record.
            _error = RoutingError.CallerGone;
            return;
        }

        if (await TryFindAnswerAsync().ConfigureAwait(false))
        {
            if (await EnterMetersAsync().ConfigureAwait(false))
            {
                await ServeAnswerAsync().ConfigureAwait(false);
            }

            return;
        }

        var route = _context.Route!;
        _services.Metrics.Decision(route.Name, _context.Rule?.Name ?? "none", _context.Reason, spent.TotalSeconds);
        if (!RequestTimeout.TryRead(_headers, route.Timeouts.Total, out var total))
        {
            _error = RoutingError.CallerBadRequest;
            await RefuseAsync(400, "invalid_timeout", null,
                $"The header {RequestTimeout.Header} must be a time above 0: '30' or '30s' for seconds, '500ms' for milliseconds.").ConfigureAwait(false);
            return;
        }

        if (!await EnterMetersAsync().ConfigureAwait(false))
        {
            return;
        }

        _draw = AuditQueue.Draw(_context, _random, out _auditRate);
        _deadline = arrived + total;
        var (result, served) = await _services.Executor.RunAsync(_context, this, _deadline, _http.RequestAborted).ConfigureAwait(false);
        _served = served;
        _error = result.Error;
        _isWhole = result.Succeeded;
        await EndKeepAliveAsync().ConfigureAwait(false);
        if (!result.Succeeded && !result.OutputCommitted && result.Error != RoutingError.CallerGone)
        {
            await ReportAsync(result).ConfigureAwait(false);
        }
    }

    // What a policy asks outside takes an upstream's time, not ours, and its cost is part of the request's.
    private async ValueTask AskAsync(IAskingPolicy policy)
    {
        var asking = _services.Time.GetTimestamp();
        AttemptRecord? attempt;
        if (policy is PredictivePolicy predictive)
        {
            var call = await _services.EmbeddingModel.AskAsync(_context, predictive, _http.RequestAborted).ConfigureAwait(false);
            _context.Answer(call.Answer);
            attempt = call.Attempt;
        }
        else if (policy is SemanticPolicy semantic)
        {
            var call = await _services.EmbeddingModel.AskAsync(_context, semantic, _http.RequestAborted).ConfigureAwait(false);
            _context.Answer(call.Answer);
            attempt = call.Attempt;
        }
        else
        {
            var call = await _services.RouterModel.AskAsync(_context, (LlmPolicy)policy, _http.RequestAborted).ConfigureAwait(false);
            _context.Answer(call.Answer);
            attempt = call.Attempt;
        }

        _waiting += _services.Time.GetTimestamp() - asking;
        if (attempt is not null)
        {
            _attempts.Add(attempt);
            TraceCall(attempt, null);
        }
    }

    private RouteSnapshot? Find()
    {
        Span<byte> name = stackalloc byte[ChatRequestScanner.MaxModelBytes];
        return _snapshot.Find(name[..ModelName.CopyTo(_context.Facts, name)]);
    }

    private void End()
    {
        LeaveMeters();
        EndCache();
        Record();
        _services.Metrics.RequestEnded();
        _headers.Attach(null);
        _body.Release();
        foreach (var attempt in _attemptsAtHand)
        {
            attempt.Release();
        }

        _neutral?.Dispose();
        _neutral = null;
        _context.Facts.Release();
        _http = null!;
    }
}
