using System.CommandLine;
using Loadline.Cli.Catalogs;
using Loadline.Cli.Ledger;
using Loadline.Cli.Serve;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Dashboard;
using Loadline.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline serve</c>: the gateway, from a config file or from what is found.</summary>
internal static class ServeCommand
{
    private const string DefaultFile = "loadline.yaml";

    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = "The config file. Default: loadline.yaml where there is one; else keys in the environment and local servers are looked for." };
        var urls = new Option<string[]>("--urls") { Description = "Addresses to listen on; overrides server.urls. Default: http://127.0.0.1:4242." };
        var command = new Command("serve", "Run the gateway: an OpenAI client at it with the model `auto`, and each request goes to the right model.") { config, urls };
        command.SetAction((parsed, cancellationToken) => UserError.GuardAsync(() => RunAsync(
            parsed.GetValue(config), Urls(parsed.GetValue(urls)), cancellationToken)));
        return command;
    }

    private static string[]? Urls(string[]? urls) => urls is { Length: > 0 }
        ? [.. urls.SelectMany(url => url.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))]
        : null;

    private static async Task<int> RunAsync(string? file, string[]? urls, CancellationToken cancellationToken)
    {
        file ??= File.Exists(DefaultFile) ? DefaultFile : null;
        var (config, files) = file is null ? (await FindAsync(cancellationToken).ConfigureAwait(false), []) : Configs.LoadWithFiles(file);
        config = OutcomeTables.Stamped(config);
        var snapshots = new SnapshotHolder(Configs.Build(config));
        await using var app = await CreateAsync(snapshots, urls, cancellationToken).ConfigureAwait(false);
        var addresses = string.Join(", ", urls ?? config.Server.Urls);
        await ListenErrors.GuardAsync(addresses, "--urls http://127.0.0.1:4243", async () =>
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return app;
        }).ConfigureAwait(false);
        await Console.Error.WriteLineAsync(
            $"Loadline listens on {string.Join(", ", app.Urls)}. Models and routes: GET /v1/models. Dashboard: {(config.Server.HasDashboard ? app.Urls.First().TrimEnd('/') + DashboardPages.Path : "off")}").ConfigureAwait(false);
        using var watch = file is null ? null : ConfigReload.Watch(file, files, snapshots, app.Services);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static async Task<WebApplication> CreateAsync(SnapshotHolder snapshots, string[]? urls, CancellationToken cancellationToken)
    {
        try
        {
            var config = snapshots.Current.Config;
            var ledger = await LedgerSetup.StartAsync(config.Storage, config.Server.RecentDecisions, cancellationToken).ConfigureAwait(false);
            return GatewayHost.Create(LedgerSetup.WithStores(new GatewayOptions
            {
                Snapshots = snapshots,
                Urls = urls,
                Tables = OutcomeTables.Load(config),
                Ledger = ledger,
                Pages = new DashboardPages(),
            }));
        }
        catch (InvalidOperationException error)
        {
            throw new UserError(error.Message);
        }
    }

    private static async Task<LoadlineConfig> FindAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var finder = new ProviderFinder(Environment.GetEnvironmentVariable, CatalogFiles.Current, http);
        var found = await finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw new UserError(ZeroConfigText.NothingFound);
        }

        var made = ZeroConfig.Create(found, CatalogFiles.Current);
        await Console.Error.WriteLineAsync(ZeroConfigText.Describe(found, made)).ConfigureAwait(false);
        return made.Config;
    }
}
