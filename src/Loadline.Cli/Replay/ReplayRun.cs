using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Outcomes;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Loadline.Cli.Replay;

/// <summary>A gateway on a free port of this machine, with the client's side of a replay.</summary>
internal sealed class ReplayRun : IAsyncDisposable
{
    private const int MostLooks = 200;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _upstreamNames;

    private ReplayRun(WebApplication app, RuntimeSnapshot snapshot, Uri address)
    {
        _app = app;
        _upstreamNames = snapshot.Candidates.ToDictionary(candidate => candidate.Name, candidate => candidate.Deployments[0].Name, StringComparer.Ordinal);
        Address = address;
    }

    public Uri Address { get; }


    /// <summary>Starts a real gateway whose upstreams replay <paramref name="table"/>.</summary>
    /// <param name="snapshot">What it routes by.</param>
    /// <param name="tableName">What the snapshot's providers call the table.</param>
    /// <param name="table">The rows.</param>
    /// <param name="url">Where to listen; port 0 takes a free one.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <param name="ledger">Where decisions are kept, disposed with the run; <see langword="null"/>: in memory.</param>
    /// <param name="pages">Pages for people; <see langword="null"/>: none.</param>
    /// <param name="time">What decisions are dated by; <see langword="null"/>: the system's clock.</param>
    public static async Task<ReplayRun> StartAsync(
        RuntimeSnapshot snapshot,
        string tableName,
        OutcomeTable table,
        string url,
        CancellationToken cancellationToken,
        LedgerWriter? ledger = null,
        IGatewayPages? pages = null,
        TimeProvider? time = null)
    {
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(snapshot),
            Urls = [url],
            Logging = static _ => { },
            Ledger = ledger,
            Pages = pages,
            Time = time ?? TimeProvider.System,
            Tables = new Dictionary<string, OutcomeTable> { [tableName] = table },
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new ReplayRun(app, snapshot, new Uri(addresses.First()));
    }

    /// <summary>Sends all requests; results name models as the table does, whatever the config calls them.</summary>
    public async Task<ReplayResult[]> SendAsync(
        IReadOnlyList<ReplayRequest> requests, int concurrency, Action onDone, CancellationToken cancellationToken)
    {
        using var client = new ReplayClient(Address, concurrency);
        var results = await client.SendAllAsync(requests, onDone, cancellationToken).ConfigureAwait(false);
        return [.. results.Select(result => result with { Model = result.Model is { } model ? _upstreamNames.GetValueOrDefault(model) : null })];
    }

    /// <summary>Reads the gateway's own totals, as its statistics and its dashboard show them.</summary>
    /// <param name="requests">How many have been sent: each is counted just after its last byte, so the last may have to be waited for.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ModelTotals>> TotalsAsync(long requests, CancellationToken cancellationToken)
    {
        var stats = _app.Services.GetRequiredService<DecisionStats>();
        var totals = stats.Read();
        for (var tries = 0; totals.Sum(one => one.Requests) < requests && tries < MostLooks; tries++)
        {
            await Task.Delay(Look, cancellationToken).ConfigureAwait(false);
            totals = stats.Read();
        }

        return totals;
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
