using System.Security.Cryptography;

namespace Loadline.Core.Configuration;

/// <summary>Watches a config file and the files that it names, and hands over each new content: a config where it is good, its errors where it is not.</summary>
/// <remarks>
/// Reads the whole file at an interval instead of listening for events: a config is small, and so it works alike for files that are
/// written in place, replaced by a rename, mounted from elsewhere or reached through a link. A content is taken only when two readings
/// in a row found it, so that a half-written file is not. Files that the config names (artifacts, outcome tables) are told apart by
/// length and time of change; where one changes, the config is read again as a whole. Handlers are called one at a time, on a timer's thread. A config is handed over
/// once; whoever gets errors keeps what it has.
/// </remarks>
public sealed class ConfigFileWatcher : IDisposable
{
    private readonly string _path;
    private readonly Func<string, string?> _environment;
    private readonly Action<LoadlineConfig> _apply;
    private readonly Action<IReadOnlyList<ConfigError>> _refuse;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private IReadOnlyList<string> _files;
    private string _handled;
    private string _seen;
    private bool _disposed;

    /// <param name="path">The file; errors show it as given.</param>
    /// <param name="environment">Looks variables up.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loadedDigest">The <see cref="LoadlineConfig.Digest"/> in force, which is not handed over again.</param>
    /// <param name="apply">Takes a good config; where it throws, its message is refused like a bad file.</param>
    /// <param name="refuse">Takes the errors of a bad one, once per content.</param>
    /// <param name="files">The <see cref="ConfigResult.Files"/> of the config in force.</param>
    /// <param name="interval">The time between readings. Default: 1 s, so that a change is in force after at most 2 s.</param>
    public ConfigFileWatcher(
        string path,
        Func<string, string?> environment,
        TimeProvider time,
        string loadedDigest,
        Action<LoadlineConfig> apply,
        Action<IReadOnlyList<ConfigError>> refuse,
        IReadOnlyList<string>? files = null,
        TimeSpan? interval = null)
    {
        _path = path;
        _environment = environment;
        _apply = apply;
        _refuse = refuse;
        _files = files ?? [];
        _handled = _seen = loadedDigest + FileStamps.Of(_files);
        _interval = interval ?? TimeSpan.FromSeconds(1);
        // One shot, armed again after each reading: two readings never overlap.
        _timer = time.CreateTimer(static state => ((ConfigFileWatcher)state!).Tick(), this, _interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Looks at once instead of at the end of the interval; may be called from anywhere.</summary>
    public void LookSoon()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Stops watching; a handler that runs right now is waited for, unless it is the caller.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            Look();
            if (!_disposed)
            {
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Look()
    {
        var content = ReadFile(out var problem);
        var stamp = (content is null ? problem : Convert.ToHexStringLower(SHA256.HashData(content))) + FileStamps.Of(_files);
        var isSettled = stamp == _seen;
        _seen = stamp;
        if (!isSettled || stamp == _handled)
        {
            return;
        }

        _handled = stamp;
        if (content is null)
        {
            Refuse(problem, "The last good config stays in force.");
            return;
        }

        var result = ConfigReader.Read(content, _path, _environment);
        Follow(result, Convert.ToHexStringLower(SHA256.HashData(content)));
        if (result.Config is { } config)
        {
            Apply(config);
        }
        else
        {
            _refuse(result.Errors);
        }
    }

    // A config that could not be read may name fewer files than it means to: those of the last good one stay watched beside them.
    private void Follow(ConfigResult result, string digest)
    {
        _files = result.Config is null ? [.. result.Files.Union(_files, StringComparer.Ordinal)] : result.Files;
        _handled = _seen = digest + FileStamps.Of(_files);
    }

    private void Apply(LoadlineConfig config)
    {
        try
        {
            _apply(config);
        }
        catch (Exception exception)
        {
            Refuse(
                "the config could not be put into force (" + exception.Message.TrimEnd('.') + ")",
                "The last good config stays in force.");
        }
    }

    private void Refuse(string message, string suggestion) => _refuse([new ConfigError(_path, 0, 0, "", message, suggestion)]);

    private byte[]? ReadFile(out string problem)
    {
        problem = "";
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            // One byte too many is enough for the reader to refuse it.
            var buffer = new byte[Math.Min(file.Length, ConfigReader.MaxBytes + 1)];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = exception is FileNotFoundException or DirectoryNotFoundException ? "the file is gone" : "the file cannot be read";
            return null;
        }
    }
}
