using System.CommandLine;
using System.Globalization;
using Loadline.Cli.Serve;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
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
        var config = new Option<string?>("--config") { Description = "The config file. Default: loadline.yaml where there is one, else what is found in the environment." };
        var urls = new Option<string[]>("--urls") { Description = "Addresses to listen on; overrides server.urls. Default: http://127.0.0.1:4242." };
        var command = new Command("serve", "Run the gateway.") { config, urls };
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
        var config = file is null ? await FindAsync(cancellationToken).ConfigureAwait(false) : Configs.Load(file);
        var snapshots = new SnapshotHolder(Configs.Build(config));
        await using var app = Create(snapshots, urls);
        var addresses = urls ?? [.. config.Server.Urls];
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (ListenErrors.IsTaken(error))
        {
            throw ListenErrors.Taken(string.Join(", ", addresses));
        }

        await Console.Error.WriteLineAsync($"Loadline listens on {string.Join(", ", app.Urls)}. Models and routes: GET /v1/models.").ConfigureAwait(false);
        using var watch = file is null ? null : ConfigReload.Watch(file, snapshots, app.Services);
        await app.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Done;
    }

    private static WebApplication Create(SnapshotHolder snapshots, string[]? urls)
    {
        try
        {
            return GatewayHost.Create(new GatewayOptions { Snapshots = snapshots, Urls = urls });
        }
        catch (InvalidOperationException error)
        {
            throw new UserError(error.Message);
        }
    }

    private static async Task<LoadlineConfig> FindAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
        var finder = new ProviderFinder(Environment.GetEnvironmentVariable, BuiltInCatalog.Instance, http);
        var found = await finder.FindAsync(cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw new UserError(
                """
                No provider was found. Do one of these:
                  - set OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY, then run `loadline serve` again;
                  - start Ollama (port 11434) or vLLM (port 8000) on this machine;
                  - write a loadline.yaml (samples/ has five) and run `loadline serve --config loadline.yaml`;
                  - run `loadline demo`, which needs no key.
                """);
        }

        var made = ZeroConfig.Create(found, BuiltInCatalog.Instance);
        await Console.Error.WriteLineAsync(Describe(found, made)).ConfigureAwait(false);
        return made.Config;
    }

    private static string Describe(IReadOnlyList<FoundProvider> found, ZeroConfigResult made)
    {
        var price = made.Reference.Price is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"${known.Input} in, ${known.Output} out per million tokens, list price of {made.Reference.PricesAsOf}")
            : "price unknown";
        return $"""
            No config file, so this is what was found:
            {string.Join(Environment.NewLine, found.Select(provider => $"  {provider.Config.Name}: {provider.Models.Count} models ({provider.How})"))}
            Reference: {made.Reference.Id} ({price}), because it ranks strongest in the catalogue of what was found; the rank follows list price.
            `auto` OBSERVES: every request goes to the reference, and /loadline/stats shows what routing over {string.Join(" < ", made.Ladder)} would have spent.
            """;
    }
}
