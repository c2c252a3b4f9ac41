using System.Runtime.CompilerServices;
using Loadline.Core.Cascades;
using Loadline.Core.Catalog;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>One call of a chat client: opened, held until its answer may be passed on, passed on. Pooled with its exchange.</summary>
internal sealed partial class ChatAttempt : IUpstreamAttempt, IDisposable
{
    private readonly ChatExchange _exchange;
    private readonly AttemptTimer _timer;
    private DraftNeeds _needs;
    private ChatResponse? _response;
    private CancellationToken _caller;
    private bool _isCommitted;
    private volatile RoutingError _givenUp;

    public ChatAttempt(ChatExchange exchange, TimeProvider time)
    {
        _exchange = exchange;
        _timer = new AttemptTimer(time);
    }

    public CandidateSnapshot Candidate { get; private set; } = null!;

    public DeploymentSnapshot Deployment { get; private set; } = null!;

    /// <summary>Gets what the client threw; <see langword="null"/> while nothing was.</summary>
    public Exception? Error { get; private set; }

    public TokenUsage? Usage { get; private set; }

    public long SentAt { get; private set; }

    /// <summary>Gets when the first content came, or the whole of an answer that is not streamed; 0 before.</summary>
    public long FirstAt { get; private set; }

    public long EndedAt { get; private set; }

    /// <summary>Gets or sets a value indicating whether it waits for its next use.</summary>
    public bool IsFree { get; set; } = true;

    /// <inheritdoc/>
    public DraftAnswer Draft { get; } = new();

    /// <inheritdoc/>
    public decimal? CostUsd => Usage is { } usage ? Deployment.Price?.Cost(usage) : null;

    public void Needs(DraftNeeds needs) => _needs = needs;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> OpenAsync(
        CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        Begin(candidate, deployment, isLast, cancellationToken);
        try
        {
            var client = _exchange.Clients.For(deployment);
            var options = CallOptions.For(_exchange.Options, candidate, deployment);
            return _exchange.IsStream
                ? await OpenStreamAsync(client, options).ConfigureAwait(false)
                : await OpenWholeAsync(client, options).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return Failed(error);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AttemptResult> ReadOnAsync() =>
        _exchange.IsStream ? ReadHeldAsync() : ValueTask.FromResult(new AttemptResult(RoutingError.None, 200, false));

    /// <inheritdoc/>
    public ValueTask<AttemptResult> ServeAsync()
    {
        _isCommitted = true;
        if (_exchange.IsStream)
        {
            return ServeStreamAsync();
        }

        _exchange.Serve(this, _response!);
        return ValueTask.FromResult(new AttemptResult(RoutingError.None, 200, true));
    }

    /// <inheritdoc/>
    public void GiveUp(RoutingError why)
    {
        _givenUp = why;
        _timer.Fire();
    }

    /// <inheritdoc/>
    public void End()
    {
        EndedAt = _exchange.Time.GetTimestamp();
        _timer.End();
        EndStream();
    }

    /// <inheritdoc/>
    public void Record(in AttemptResult result)
    {
        if (RoutingErrors.IsOurChoice(result.Error) && FirstAt != 0)
        {
            // Cut off before it told: what had come was generated and is billed. Four characters a token.
            Usage ??= new TokenUsage(_exchange.Context.EstimatedInputTokens, 0, 0, (Draft.Text.Length + 3) / 4, 0);
        }

        _exchange.Record(this, result);
        _givenUp = RoutingError.None;
        IsFree = true;
    }

    /// <summary>Lets go of what was read.</summary>
    public void Release()
    {
        _response = null;
        Error = null;
        Usage = null;
        _needs = DraftNeeds.None;
        _held.Clear();
        _heldAt = 0;
        Draft.Clear();
    }

    public void Dispose() => _timer.Dispose();

    private void Begin(CandidateSnapshot candidate, DeploymentSnapshot deployment, bool isLast, CancellationToken cancellationToken)
    {
        var needs = _needs;
        Release();
        _needs = needs;
        Candidate = candidate;
        Deployment = deployment;
        SentAt = _exchange.Time.GetTimestamp();
        FirstAt = EndedAt = 0;
        _isCommitted = _isEnded = false;
        _caller = cancellationToken;
        _timer.SetDeadline(_exchange.Left);
        _timer.Begin(cancellationToken);
        var timeouts = _exchange.Context.Route!.Timeouts;
        _timer.Arm(isLast ? Timeout.InfiniteTimeSpan : _exchange.IsStream ? timeouts.FirstToken : timeouts.Whole);
    }

    private async ValueTask<AttemptResult> OpenWholeAsync(IChatClient client, ChatOptions options)
    {
        _response = await client.GetResponseAsync(_exchange.Messages, options, _timer.Token).ConfigureAwait(false);
        FirstAt = _exchange.Time.GetTimestamp();
        if (_response.Usage is { } usage)
        {
            Usage = Usages.Of(usage);
        }

        if (_needs != DraftNeeds.None)
        {
            Draft.Append(_response.Text);
            Draft.StopReason = _response.FinishReason?.Value;
            Draft.IsWhole = true;
        }

        return Accept(_response.FinishReason, _response);
    }

    // A filter's empty answer is a failure only where the config says whom to ask instead.
    private AttemptResult Accept(ChatFinishReason? finish, ChatResponse? whole) =>
        finish == ChatFinishReason.ContentFilter && (whole is null || whole.Text.Length == 0) && Replanning.MayReplaceRefusal(_exchange.Context, Candidate)
            ? new AttemptResult(RoutingError.UpstreamDeclined, 200, false)
            : new AttemptResult(RoutingError.None, 200, false);

    private AttemptResult Failed(Exception error)
    {
        Error = error;
        var late = _exchange.Time.GetElapsedTime(SentAt) >= FairTime(_exchange.Context.Route!.Timeouts.Total / 2, _exchange.Context.Route.Timeouts.FirstToken);
        var known = _givenUp is var why and not RoutingError.None ? why
            : _caller.IsCancellationRequested ? RoutingError.CallerGone
            : !_timer.Token.IsCancellationRequested ? RoutingError.None
            : _timer.IsForDeadline ? RoutingError.DeadlineExceeded
            : _isCommitted ? RoutingError.UpstreamStreamBroken : RoutingError.UpstreamTimeout;
        if (known != RoutingError.None)
        {
            return new AttemptResult(known, 0, _isCommitted) { IsUpstreamLate = late };
        }

        var read = ProviderFailures.Read(error, _exchange.Clients.ReadStatus);
        return _isCommitted ? new AttemptResult(RoutingError.UpstreamStreamBroken, read.Status, true) { IsUpstreamLate = late } : read;
    }

    // A deadline that left too little time for anybody is not held against whoever had the rest of it.
    private static TimeSpan FairTime(TimeSpan half, TimeSpan first) => half < first ? half : first;
}
