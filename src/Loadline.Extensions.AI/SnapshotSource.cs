using Loadline.Core.Configuration;
using Loadline.Core.Runtime;
using Loadline.Extensions.AI.Clients;

namespace Loadline.Extensions.AI;

/// <summary>What decides now: built once, and anew with each good content of the config file.</summary>
internal sealed class SnapshotSource : IDisposable
{
    private readonly LoadlineOptions _options;
    private readonly ClientMap _clients;
    private readonly SnapshotHolder _holder;
    private readonly ConfigFileWatcher? _watcher;

    /// <exception cref="LoadlineException">The config has errors, or a deployment no client.</exception>
    public SnapshotSource(LoadlineOptions options, ClientMap clients)
    {
        _options = options;
        _clients = clients;
        var files = options.Config is null ? Read(options) : new ConfigResult(options.Config, []);
        _holder = new SnapshotHolder(Build(files.Config!, null));
        if (options is { ConfigPath: { } path, HotReload: true })
        {
            _watcher = new ConfigFileWatcher(
                path, options.Environment, options.Time, files.Config!.Digest, Apply, errors => options.ConfigRefused?.Invoke(errors), files.Files);
        }
    }

    public RuntimeSnapshot Current => _holder.Current;

    public void Dispose() => _watcher?.Dispose();

    private static ConfigResult Read(LoadlineOptions options)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(options.ConfigPath!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LoadlineException($"Cannot read {options.ConfigPath}: {error.Message}", error);
        }

        var result = ConfigReader.Read(bytes, options.ConfigPath!, options.Environment);
        return result.Config is not null ? result : throw new LoadlineException(string.Join(Environment.NewLine, result.Errors));
    }

    private RuntimeSnapshot Build(LoadlineConfig config, RuntimeSnapshot? previous)
    {
        try
        {
            var snapshot = SnapshotBuilder.Build(config, previous, _options.Catalog);
            _clients.Check(snapshot);
            return snapshot;
        }
        catch (ArgumentException error)
        {
            throw new LoadlineException(error.Message, error);
        }
    }

    // Throws where a deployment has no client: the watcher tells of it, and what was in force stays.
    private void Apply(LoadlineConfig config) => _holder.Swap(Build(config, _holder.Current));
}
