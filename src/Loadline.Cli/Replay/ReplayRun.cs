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
    private readonly WebApplication _app;

    private ReplayRun(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a real gateway whose upstreams replay <paramref name="table"/>.</summary>
    public static async Task<ReplayRun> StartAsync(
        RuntimeSnapshot snapshot, string tableName, OutcomeTable table, string url, CancellationToken cancellationToken)
    {
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(snapshot),
            Urls = [url],
            Logging = static _ => { },
            Tables = new Dictionary<string, OutcomeTable> { [tableName] = table },
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return new ReplayRun(app, new Uri(addresses.First()));
    }

    public async Task<ReplayResult[]> SendAsync(
        IReadOnlyList<ReplayRequest> requests, int concurrency, Action onDone, CancellationToken cancellationToken)
    {
        using var client = new ReplayClient(Address, concurrency);
        return await client.SendAllAsync(requests, onDone, cancellationToken).ConfigureAwait(false);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => _app.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
