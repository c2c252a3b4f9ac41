using System.Runtime.CompilerServices;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Attempts;
using Loadline.Extensions.AI.Clients;
using Loadline.Extensions.AI.Remote;
using Loadline.Extensions.AI.Telemetry;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI;

/// <summary>Routes each request to the cheapest model that is proven to hold your quality line, over the chat clients you already have.</summary>
/// <remarks>
/// <para>The brain, the policy artifacts and the attempts are the gateway's own; no other process is needed. Before the first content of an answer has been handed
/// over, a failure is made good by another call; after it, never.</para>
/// <para>Thread-safe; one instance serves an application. Disposing it leaves the application's own clients as they are.</para>
/// </remarks>
public sealed class LoadlineChatClient : RoutingChatClient
{
    private readonly LoadlineOptions _options;
    private readonly ClientMap _clients;
    private readonly ExchangePool _pool;
    private readonly PlanExecutor _executor;
    private readonly SnapshotSource? _source;
    private readonly RecentDecisions _recent;
    private readonly ChatCompletionsClient? _gateway;
    private readonly ChatClientMetadata _metadata;

    /// <summary>Makes a client.</summary>
    /// <exception cref="LoadlineException">The options, the config or the clients have errors; the message names all of them.</exception>
    public LoadlineChatClient(LoadlineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { Count: > 0 } problems)
        {
            throw new LoadlineException("invalid_options", string.Join(Environment.NewLine, problems));
        }

        _options = options;
        _clients = new ClientMap(options);
        _executor = new PlanExecutor(options.Time);
        _pool = new ExchangePool(_clients, options);
        _recent = new RecentDecisions(options.RecentDecisions);
        _metadata = new ChatClientMetadata("loadline", options.Gateway, options.Route);
        if (options.Gateway is { } gateway)
        {
            _gateway = new ChatCompletionsClient(new ChatHttp(), gateway, options.GatewayKey, options.Route, "loadline", options.Time) { IsGateway = true };
        }
        else
        {
            _source = new SnapshotSource(options, _clients);
        }
    }

    /// <summary>Makes a client from a config file; the file is followed while the process runs.</summary>
    public LoadlineChatClient(string configPath)
        : this(new LoadlineOptions { ConfigPath = configPath })
    {
    }

    /// <summary>Makes a client in code, over the chat clients at hand.</summary>
    /// <param name="build">Adds models and routes.</param>
    public static LoadlineChatClient Create(Action<LoadlineBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var builder = new LoadlineBuilder();
        build(builder);
        return new LoadlineChatClient(builder.Build());
    }

    /// <summary>Gets what decides now; <see langword="null"/> where a gateway does.</summary>
    public RuntimeSnapshot? Snapshot => _source?.Current;

    /// <summary>Decides for a request without serving it.</summary>
    /// <returns>The record of the decision: candidates, signals, reason. Nothing was called.</returns>
    /// <exception cref="LoadlineException">Nobody can serve it.</exception>
    /// <exception cref="InvalidOperationException">A gateway decides.</exception>
    public DecisionRecord Decide(IEnumerable<ChatMessage> messages, ChatOptions? options = null)
    {
        var exchange = _pool.Rent();
        try
        {
            exchange.Decide(Here(), RouteOf(options), AsList(messages), options, isStream: false);
            return new FinishedDecision(
                exchange.Context,
                new FinishedRequest { Id = exchange.Id, Time = _options.Time.GetUtcNow(), Served = -1, Attempts = [] },
                FeatureDemand.None).ToRecord();
        }
        finally
        {
            _pool.Return(exchange);
        }
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        if (_gateway is not null)
        {
            return await _gateway.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }

        using var activity = LoadlineTelemetry.Start();
        var exchange = _pool.Rent();
        try
        {
            exchange.Decide(Here(), RouteOf(options), AsList(messages), options, isStream: false);
            var result = await exchange.RunAsync(_executor, cancellationToken).ConfigureAwait(false);
            Finish(exchange, options, activity);
            return result.Succeeded ? exchange.Response! : Failures.Throw(exchange, cancellationToken);
        }
        finally
        {
            _pool.Return(exchange);
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return _gateway is not null
            ? _gateway.GetStreamingResponseAsync(messages, options, cancellationToken)
            : StreamAsync(messages, options, cancellationToken);
    }

    /// <summary>Says what an answer was worth, so that policies that learn do.</summary>
    /// <param name="decisionId">The <see cref="LoadlineDecision.Id"/> of the answer.</param>
    /// <param name="quality">In [0,1].</param>
    /// <param name="source">Who judges.</param>
    /// <returns>Whether the decision is still known.</returns>
    /// <exception cref="InvalidOperationException">A gateway decides: use <see cref="FeedbackAsync"/>.</exception>
    public bool Feedback(string decisionId, double quality, string source = "user")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quality);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 1);
        var snapshot = Here();
        if (_recent.Find(decisionId) is not { } decision)
        {
            return false;
        }

        // The policy of today: where the config has changed since, it may be another one, or none that learns.
        var route = snapshot.Find(decision.Route);
        var policy = decision.Rule is { } rule ? Array.Find(route?.Rules ?? [], one => one.Name == rule)?.Policy : route?.Policy;
        var before = _pool.Judge(decisionId, source, quality);
        if (policy is IFeedbackPolicy learner && before != quality)
        {
            learner.Judged(decision, before, quality);
        }

        return true;
    }

    /// <summary>As <see cref="Feedback(string, double, string)"/>, and to the gateway where one decides.</summary>
    public async Task<bool> FeedbackAsync(string decisionId, double quality, string source = "user", CancellationToken cancellationToken = default) =>
        _gateway is null
            ? Feedback(decisionId, quality, source)
            : await _gateway.FeedbackAsync(decisionId, quality, source, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(_executor) ? _executor
            : serviceType == typeof(RuntimeSnapshot) ? Snapshot : null;
    }

    /// <inheritdoc/>
    /// <remarks>For those who only want the choice: the client of the first deployment to try, with the candidate's parameters not yet in the options.</remarks>
    protected override ValueTask<IChatClient> SelectClientAsync(RoutingContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_gateway is not null)
        {
            return new ValueTask<IChatClient>(_gateway);
        }

        var exchange = _pool.Rent();
        try
        {
            exchange.Decide(Here(), RouteOf(context.ChatOptions), AsList(context.Messages), context.ChatOptions, isStream: false);
            return new ValueTask<IChatClient>(_clients.For(exchange.Context.Planned!.Deployments[0]));
        }
        finally
        {
            _pool.Return(exchange);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source?.Dispose();
            _gateway?.Dispose();
            _pool.Dispose();
            _clients.Dispose();
        }

        base.Dispose(disposing);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var activity = LoadlineTelemetry.Start();
        var exchange = _pool.Rent();
        ChatAttempt? serving = null;
        ValueTask<AttemptResult>? running = null;
        var wasRead = false;
        try
        {
            exchange.Decide(Here(), RouteOf(options), AsList(messages), options, isStream: true);
#pragma warning disable CA2012 // Awaited once, in EndAsync, whatever happens between.
            running = exchange.RunAsync(_executor, cancellationToken);
#pragma warning restore CA2012
            serving = await exchange.ServingAsync.ConfigureAwait(false);
            for (var isFirst = true; serving is not null && await serving.NextAsync().ConfigureAwait(false); isFirst = false)
            {
                if (isFirst)
                {
                    (serving.Current.AdditionalProperties ??= [])[LoadlineResponses.DecisionKey] = exchange.Decision;
                }

                yield return serving.Current;
            }

            wasRead = true;
        }
        finally
        {
            // Also where the caller stops reading: then nothing runs on.
            serving?.Leave(wasRead);
            try
            {
                await EndAsync(exchange, running, wasRead, options, activity, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _pool.Return(exchange);
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask EndAsync(
        ChatExchange exchange, ValueTask<AttemptResult>? running, bool wasRead, ChatOptions? options, System.Diagnostics.Activity? activity, CancellationToken cancellationToken)
    {
        if (running is not { } end)
        {
            return;
        }

        var result = await end.ConfigureAwait(false);
        Finish(exchange, options, activity);
        if (wasRead && !result.Succeeded)
        {
            Failures.Throw(exchange, cancellationToken);
        }
    }

    private void Finish(ChatExchange exchange, ChatOptions? options, System.Diagnostics.Activity? activity)
    {
        if (exchange.Finish(_executor) is not { } finished)
        {
            return;
        }

        if (_options is { RecentDecisions: > 0, Detail: DecisionDetail.Full })
        {
            _recent.Record(finished);
        }

        LoadlineTelemetry.Describe(activity, finished, RouteOf(options));
        if (_options.Decided is { } decided && exchange.Decision is { } decision)
        {
            decided(decision);
        }
    }

    private RuntimeSnapshot Here() =>
        _source?.Current ?? throw new InvalidOperationException("A gateway decides for this client (LoadlineOptions.Gateway); ask it there.");

    private string RouteOf(ChatOptions? options) => options?.ModelId ?? _options.Route;

    private static IReadOnlyList<ChatMessage> AsList(IEnumerable<ChatMessage> messages) => messages as IReadOnlyList<ChatMessage> ?? [.. messages];
}
