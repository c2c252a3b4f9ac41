using System.Text;
using System.Text.Json;
using Loadline.Cli.Demo;
using Loadline.Cli.Replay;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Dashboard.Tests.Kit;

/// <summary>A gateway with its dashboard on a free port: the demo's models, an admin key where asked for, prompts kept.</summary>
internal sealed class DashboardWorld : IAsyncDisposable
{
    public const string AdminKey = "admin-secret-1";
    public const string Hostile = "<script data-stranger>stranger=1</script><img data-stranger src=x onerror=stranger=1>\"'&";
    public const string HostileRow = "hostile";

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly WebApplication _app;

    private DashboardWorld(WebApplication app, OutcomeTable table)
    {
        _app = app;
        Table = table;
        Address = new Uri(app.Urls.First());
    }

    public Uri Address { get; }

    public OutcomeTable Table { get; }

    public IServiceProvider Services => _app.Services;

    public LedgerWriter Ledger => Services.GetRequiredService<LedgerWriter>();

    /// <param name="isOpen">Whether nothing asks for keys.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="change">What is otherwise in its config.</param>
    public static async Task<DashboardWorld> StartAsync(bool isOpen = false, TimeProvider? time = null, Func<LoadlineConfig, LoadlineConfig>? change = null)
    {
        var config = DemoConfig.Load(speed: 1000);
        config = change?.Invoke(config) ?? config;
        config = config with
        {
            Server = config.Server with { AdminKey = isOpen ? null : new Secret(AdminKey) },
            Storage = config.Storage with { Content = true, LedgerFile = null },
        };
        var table = Demo();
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance)),
            Urls = ["http://127.0.0.1:0"],
            Time = time ?? TimeProvider.System,
            Logging = static _ => { },
            Tables = new Dictionary<string, OutcomeTable> { [ReplayConfig.TableName] = table },
            Pages = new DashboardPages(),
        });
        await app.StartAsync();
        return new DashboardWorld(app, table);
    }

    /// <summary>Sends the demo's workload, or its first rows.</summary>
    public async Task<ReplayResult[]> WorkAsync(int most = int.MaxValue)
    {
        using var client = new ReplayClient(Address, 32);
        var requests = ReplayBodies.Create(Table, "auto", stream: false).Where(request => request.RowId != HostileRow).Take(most).ToList();
        return await client.SendAllAsync(requests, static () => { }, CancellationToken.None);
    }

    /// <summary>Sends a request whose prompt and answer are a stranger's markup.</summary>
    /// <returns>The decision's id.</returns>
    public async Task<string> AskHostileAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { model = "auto", messages = new[] { new { role = "user", content = Hostile } } }, Relaxed), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-loadline-row", HostileRow);
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        var id = response.Headers.GetValues("x-loadline-decision").Single();
        await Eventually.TrueAsync(() => Ledger.Find(id) is not null, "the decision is recorded");
        return id;
    }

    /// <summary>Audits every kept decision, each candidate asked: the dearer, the more often right.</summary>
    public async Task AuditAllAsync()
    {
        await Ledger.FlushAsync();
        var route = Services.GetRequiredService<SnapshotHolder>().Current.Find("auto")!;
        var candidates = route.Candidates.All.Take(route.Candidates.PoolCount).OrderBy(candidate => candidate.Price!.Output).ToList();
        var number = 0;
        foreach (var entry in await Ledger.Ledger.Decisions.ListAsync(new LedgerPage { Limit = 10_000, Filter = new LedgerFilter { Route = "auto", Outcome = "ok" } }))
        {
            number++;
            var decision = entry.Decision;
            if (await Ledger.Ledger.Audits.FindAsync(decision.Id) is not null)
            {
                continue;
            }

            var answers = candidates.Select((candidate, rank) => new AuditAnswer(
                candidate.Name, (number * 7 % 10) < 5 + rank ? 1 : 0, candidate.Price!.Cost(decision.Usage!.Value))).ToList();
            var served = answers.First(answer => answer.Model == decision.Served);
            var reference = answers.First(answer => answer.Model == decision.Reference);
            await Ledger.Ledger.Audits.AddAsync(new AuditRecord(
                decision.Id, decision.Time, "auto", decision.Served!, decision.Reference!, served.Quality, reference.Quality, 0.02, "judge", 0.01m)
            {
                Details = new AuditDetails { Answers = answers, ServedCostUsd = served.CostUsd, ReferenceCostUsd = reference.CostUsd, IsServed = true },
            });
        }
    }

    /// <summary>Makes a key that is in force on return.</summary>
    public async Task<(ApiKey Key, string Text)> KeyAsync(string role, Func<KeyDraft, KeyDraft>? change = null)
    {
        var draft = new KeyDraft { Name = role, Role = role };
        Assert.Equal("", (change?.Invoke(draft) ?? draft).Read(DateTimeOffset.UnixEpoch, out var key));
        var made = await Services.GetRequiredService<KeyManager>().CreateAsync(key);
        await Services.GetRequiredService<KeyRing>().RefreshAsync();
        return made;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    // The demo's rows, and one whose answers are a stranger's markup.
    private static OutcomeTable Demo()
    {
        using var stream = new MemoryStream();
        DemoWorld.WriteOutcomeTable(DemoWorld.BuildOutcomes(1), stream);
        stream.Position = 0;
        var table = OutcomeTable.Read(stream, "demo");
        var answers = table.Models.ToDictionary(model => model, model => new Outcome { Quality = 1, Response = Hostile, OutputTokens = 20, InputTokens = 20 }, StringComparer.Ordinal);
        return new OutcomeTable([.. table.Rows, table.Rows[0] with { Id = HostileRow, Outcomes = answers }], table.Header);
    }
}
