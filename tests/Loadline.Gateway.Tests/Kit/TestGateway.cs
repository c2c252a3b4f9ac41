using System.Globalization;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Forwarding;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Tests.Telemetry;
using Loadline.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>A real gateway on a free loopback port, made from a config's text.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public const string Chat = "/v1/chat/completions";

    private readonly WebApplication _app;

    private TestGateway(WebApplication app, SnapshotHolder snapshots, CapturedLogs logs)
    {
        _app = app;
        Snapshots = snapshots;
        Logs = logs;
        Port = new Uri(app.Urls.First()).Port;
    }

    public int Port { get; }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1"));

    public SnapshotHolder Snapshots { get; }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Gets the time on the clock that benches and deadlines are kept on.</summary>
    public TimeSpan Now => _app.Services.GetRequiredService<PlanExecutor>().Now;

    public IDecisionLog Decisions => _app.Services.GetRequiredService<IDecisionLog>();

    public static async Task<TestGateway> StartAsync(
        string yaml, TimeProvider? time = null, LogLevel logging = LogLevel.Warning, LedgerWriter? ledger = null,
        Func<GatewayOptions, GatewayOptions>? options = null, MemoryKeyStore? keys = null)
    {
        var snapshots = new SnapshotHolder(SnapshotBuilder.Build(Configs.Read(yaml), null, BuiltInCatalog.Instance));
        var logs = new CapturedLogs();
        var made = new GatewayOptions
        {
            Snapshots = snapshots,
            Urls = ["http://127.0.0.1:0"],
            Time = time ?? TimeProvider.System,
            Ledger = ledger,
            Keys = keys,
            Spending = keys,
            NewRandom = static () => new FirstRandom(),
            Logging = builder => builder.AddProvider(logs).SetMinimumLevel(logging),
        };
        var app = GatewayHost.Create(options?.Invoke(made) ?? made);
        await app.StartAsync();
        return new TestGateway(app, snapshots, logs);
    }

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Port);

    /// <summary>Sends one chat request on a connection of its own and reads the answer to its end.</summary>
    public async Task<Answer> AskAsync(string body, params (string Name, string Value)[] headers) => await PostAsync(Chat, body, headers);

    public async Task<Answer> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        await using var client = await ConnectAsync();
        await client.PostAsync(path, body, headers);
        return await Answer.ReadAsync(client);
    }

    public async Task<Answer> SendAsync(string method, string path, params (string Name, string Value)[] headers)
    {
        await using var client = await ConnectAsync();
        var lines = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        await client.SendAsync($"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n{lines}\r\n");
        return await Answer.ReadAsync(client, isHead: method == "HEAD");
    }

    public async Task<JsonElement> GetJsonAsync(string path, params (string Name, string Value)[] headers)
    {
        var answer = await SendAsync("GET", path, headers);
        Assert.Equal(200, answer.Status);
        return answer.Json();
    }

    /// <summary>Finds the record of an answer; it is written just after the answer's last byte.</summary>
    public Task<DecisionRecord> DecisionAsync(Answer answer) => DecisionAsync(answer.DecisionId!);

    public Task<DecisionRecord> DecisionAsync(string id) => Eventually.FindAsync(() => Decisions.Find(id), "the decision's record");

    /// <summary>The metrics once every request is done: a caller has its answer before it is counted.</summary>
    public async Task<PrometheusPage> MetricsAtRestAsync()
    {
        await RestAsync();
        return await MetricsAsync();
    }

    /// <summary>Waits until so many requests, none unless given, are under way: a caller has its answer before the exchange has ended.</summary>
    public Task RestAsync(int active = 0) =>
        Eventually.TrueAsync(() => _app.Services.GetRequiredService<ExchangePool>().Active == active, "that many requests under way");

    /// <summary>Asks, and waits until the answer is kept for those that ask in other words.</summary>
    public async Task<Answer> LeadAsync(string body, params (string Name, string Value)[] headers)
    {
        var answer = await AskAsync(body, headers);
        await RestAsync();
        return answer;
    }

    public async Task<PrometheusPage> MetricsAsync() => PrometheusPage.Parse((await SendAsync("GET", "/metrics")).Body);

    public DeploymentState StateOf(string model) =>
        Snapshots.Current.Candidates.First(candidate => candidate.Name == model).Deployments[0].State;

    /// <summary>Does what a signal does: the host stops.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Ends it. Whatever the test was about, nothing may be left behind: <see cref="Invariants"/> are checked here for all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Invariants.AtRestAsync(this);
        }
        finally
        {
            await _app.DisposeAsync();
        }
    }
}
