using System.Runtime.CompilerServices;
using Loadline.Core.Cascades;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Clients;
using Loadline.Extensions.AI.Requests;
using Loadline.Extensions.AI.Telemetry;
using Loadline.Wire.OpenAI;
using Microsoft.Extensions.AI;
using RoutingContext = Loadline.Core.Routing.RoutingContext;

namespace Loadline.Extensions.AI.Attempts;

/// <summary>One request from its messages to its decision record. Pooled; serves one request at a time.</summary>
internal sealed partial class ChatExchange(ClientMap clients, LoadlineOptions options) : IDisposable
{
    private readonly ChatBody _body = new();
    private readonly OptionHeaders _headers = new();
    private readonly List<AttemptRecord> _attempts = new(4);
    private readonly ChoiceCache _choices = new();
    private readonly Random _random = options.NewRandom();
    private string? _id;
    private bool _keepsRecord;
    private DateTimeOffset _arrived;
    private long _started;
    private TimeSpan _deadline;
    private TimeSpan _overhead;

    public RoutingContext Context { get; } = new();

    public ClientMap Clients => clients;

    public TimeProvider Time => options.Time;

    public IReadOnlyList<ChatMessage> Messages { get; private set; } = [];

    public ChatOptions? Options { get; private set; }

    public bool IsStream { get; private set; }

    /// <summary>Gets the decision's id. Where only the choice is kept it is made when asked for, which is where a failure is told.</summary>
    public string Id => _id ??= DecisionId.Create(_arrived, _random);

    /// <summary>Gets the time left until the request's deadline.</summary>
    public TimeSpan Left => _deadline - MonotonicClock.Now(Time);

    /// <summary>Gets what is told of the decision; <see langword="null"/> before anybody serves.</summary>
    public LoadlineDecision? Decision { get; private set; }

    /// <summary>Gets the answer to a request that is not streamed.</summary>
    public ChatResponse? Response { get; private set; }

    /// <summary>Reads the request and decides for it.</summary>
    /// <param name="snapshot">What holds for all of this request.</param>
    /// <param name="route">What is asked for in place of the options' model; <see langword="null"/>: that, or <c>auto</c>.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="given">The caller's options.</param>
    /// <param name="isStream">Whether a stream is asked for.</param>
    /// <exception cref="LoadlineException">Nobody can serve it, or its hints make no sense.</exception>
    public void Decide(RuntimeSnapshot snapshot, string? route, IReadOnlyList<ChatMessage> messages, ChatOptions? given, bool isStream)
    {
        Begin(messages, given, isStream);
        var facts = Context.Facts;
        var model = route ?? given?.ModelId ?? ChatBody.DefaultModel;
        facts.Reset(_body.Write(model, messages, given, isStream));
        _headers.Attach(given);
        facts.Headers = _headers;
        var scan = ChatRequestScanner.Scan(facts);
        scan = scan.Ok ? HintReader.Read(_headers, facts) : scan;
        if (!scan.Ok)
        {
            throw new LoadlineException(scan.Code!, scan.Message!);
        }

        var now = MonotonicClock.Now(Time);
        Context.Begin(snapshot, _random, now);
        var status = Router.Decide(Context, snapshot.Find(model));
        _overhead = Time.GetElapsedTime(_started);
        if (status != RoutingStatus.Decided)
        {
            throw Refusals.Create(status, model, Context, snapshot);
        }

        _deadline = now + Context.Route!.Timeouts.Total;
        _keepsRecord = IsDetailed || Context.Route.Sessions is not null || LoadlineTelemetry.IsListenedTo;
    }

    /// <summary>Carries the plan out; to be awaited once.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptResult> RunAsync(PlanExecutor executor, CancellationToken cancellationToken)
    {
        try
        {
            var (result, served) = await executor.RunAsync(Context, this, _deadline, cancellationToken).ConfigureAwait(false);
            Served = served;
            return Result = result;
        }
        finally
        {
            _serving?.TrySetResult(null);
        }
    }

    /// <summary>Lets go of the request.</summary>
    public void Release()
    {
        foreach (var attempt in _attemptsAtHand)
        {
            attempt.Release();
        }

        Context.Facts.Release();
        _headers.Attach(null);
        Messages = [];
        Options = null;
        Decision = null;
        Response = null;
        _serving = null;
    }

    public void Dispose()
    {
        _body.Dispose();
        foreach (var attempt in _attemptsAtHand)
        {
            attempt.Dispose();
        }
    }

    private bool IsDetailed => options.Detail == DecisionDetail.Full;

    private void Begin(IReadOnlyList<ChatMessage> messages, ChatOptions? given, bool isStream)
    {
        _started = Time.GetTimestamp();
        _arrived = Time.GetUtcNow();
        _id = IsDetailed ? DecisionId.Create(_arrived, _random) : null;
        Messages = messages;
        Options = given;
        IsStream = isStream;
        Served = -1;
        Result = default;
        _last = null;
        _attempts.Clear();
        _serving = isStream ? new TaskCompletionSource<ChatAttempt?>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
    }
}
