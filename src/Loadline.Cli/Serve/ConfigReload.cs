using Loadline.Cli.Catalogs;
using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Gateway.Replicas;
using Loadline.Gateway.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Cli.Serve;

/// <summary>Puts each good new content of the config file into force; a bad one is told and changes nothing.</summary>
internal static class ConfigReload
{
    public static ConfigFileWatcher Watch(string file, IReadOnlyList<string> files, SnapshotHolder snapshots, IServiceProvider services)
    {
        var metrics = services.GetRequiredService<GatewayMetrics>();
        var watcher = new ConfigFileWatcher(
            file,
            Environment.GetEnvironmentVariable,
            TimeProvider.System,
            snapshots.Current.Config.Digest,
            config => Apply(config, file, snapshots, services),
            errors =>
            {
                metrics.ConfigReloadFailed();
                Console.Error.WriteLine(
                    string.Join(Environment.NewLine, errors) + Environment.NewLine
                    + $"{file} was not taken; generation {snapshots.Current.Generation} stays in force.");
            },
            files);
        services.GetRequiredService<SharedStore>().ConfigAnnounced += watcher.LookSoon;
        return watcher;
    }

    private static void Apply(LoadlineConfig config, string file, SnapshotHolder snapshots, IServiceProvider services)
    {
        // Stamped before they are read: a table that changes meanwhile is read again.
        config = OutcomeTables.Stamped(config);
        GatewayHost.UseTables(services, OutcomeTables.Load(config));
        var now = snapshots.Apply(config, CatalogFiles.Current);
        Console.Error.WriteLine($"{file} was read again: generation {now.Generation} is in force.");
    }
}
