using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Loadline.Testing.Postgres;

/// <summary>A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a loopback port, gone with the process that asked for it.</summary>
/// <remarks>
/// PostgreSQL refuses to run as root, so as root it is run as the system's <c>postgres</c>. A shell stands between: when its standard input
/// ends, which happens however this process dies, it stops the server and removes the folder.
/// </remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "loadline";
    private const int Tries = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(StartSharedAsync);

    private const string Script = """
        dir=$1; bin=$2; port=$3; shift 3
        "$bin/postgres" -D "$dir/data" -k "$dir" -h 127.0.0.1 -p "$port" "$@" >"$dir/log" 2>&1 </dev/null &
        pid=$!
        cat >/dev/null
        kill -CONT $pid 2>/dev/null; kill -QUIT $pid 2>/dev/null; wait $pid
        """;

    private readonly string _bin;
    private readonly string _folder;
    private readonly string[] _settings;
    private Process _shell;

    private PostgresServer(string bin, string folder, int port, string[] settings, Process shell) =>
        (_bin, _folder, Port, _settings, _shell) = (bin, folder, port, settings, shell);

    /// <summary>Gets why there can be none here; <see langword="null"/> where there can.</summary>
    public static string? SkipReason { get; } = FindBin() is null ? "PostgreSQL is not installed here (Debian: apt-get install postgresql)"
        : !OperatingSystem.IsLinux() ? "the tests' PostgreSQL is started as on Linux"
        : Environment.IsPrivilegedProcess && !HasUser("postgres") ? "this is root, and there is no user postgres to run PostgreSQL as" : null;

    public int Port { get; }

    /// <summary>Gets the server's process id.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>Gets the one that this process's tests share; started when first asked for.</summary>
    public static Task<PostgresServer> SharedAsync() => SharedServer.Value;

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings such as <c>fsync=off</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var bin = FindBin() ?? throw new InvalidOperationException(SkipReason);
        var folder = Directory.CreateTempSubdirectory("loadline-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["postgres", folder]).ConfigureAwait(false);
        }

        await RunAsync(AsUser(Path.Combine(bin, "initdb"), ["-D", Path.Combine(folder, "data"), "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            // Another program may take the port before the server does.
            var port = FreePort();
            var shell = Start(bin, folder, port, settings);
            if (await IsUpAsync(bin, port, shell).ConfigureAwait(false))
            {
                return new PostgresServer(bin, folder, port, settings, shell);
            }

            shell.Kill(entireProcessTree: true);
            if (attempt == Tries)
            {
                throw new InvalidOperationException("PostgreSQL did not start: " + await File.ReadAllTextAsync(Path.Combine(folder, "log")).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Gets the address of a schema of one's own.</summary>
    /// <param name="schema">Its name; the first who opens a ledger there makes it.</param>
    /// <param name="port">The port to go by, such as a proxy's; the server's own where it is 0.</param>
    public string Address(string schema, int port = 0) => string.Create(
        CultureInfo.InvariantCulture, $"postgres://{User}@127.0.0.1:{(port == 0 ? Port : port)}/postgres?schema={schema}&sslmode=disable");

    /// <summary>Gets the address of a schema that nobody else uses.</summary>
    public string NewAddress() => Address("t" + Guid.NewGuid().ToString("N"));

    /// <summary>Sends the server a signal: <c>STOP</c> freezes its main process, <c>KILL</c> ends it.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", ["-" + signal, ProcessId.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Freezes the server and all its connections, or lets them go on.</summary>
    public async Task FreezeAsync(bool freeze)
    {
        var signal = freeze ? "-STOP" : "-CONT";
        var main = ProcessId.ToString(CultureInfo.InvariantCulture);
        await RunAsync("kill", [signal, main]).ConfigureAwait(false);
        await RunAsync("sh", ["-c", $"pkill {signal} -P {main}; true"]).ConfigureAwait(false);
    }

    /// <summary>Ends the server at once, as a crash would.</summary>
    public async Task CrashAsync()
    {
        await RunAsync("sh", ["-c", $"kill -KILL {ProcessId}"]).ConfigureAwait(false);
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync().ConfigureAwait(false);
        _shell.Dispose();

        // The dead server's children notice and go; until then the next one would refuse the folder.
        File.Delete(Path.Combine(_folder, "data", "postmaster.pid"));
    }

    /// <summary>Starts it again over the same data and port.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            _shell = Start(_bin, _folder, Port, _settings);
            if (await IsUpAsync(_bin, Port, _shell).ConfigureAwait(false))
            {
                return;
            }

            _shell.Kill(entireProcessTree: true);
            await Task.Delay(100).ConfigureAwait(false);
        }

        throw new InvalidOperationException("PostgreSQL did not start again: " + await File.ReadAllTextAsync(Path.Combine(_folder, "log")).ConfigureAwait(false));
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await Task.CompletedTask.ConfigureAwait(false);
    }

    private static async Task<PostgresServer> StartSharedAsync()
    {
        // Nothing of it outlives the run, so nothing needs to reach the disk.
        var server = await StartAsync("fsync=off", "max_connections=300", "shared_buffers=32MB").ConfigureAwait(false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        return server;
    }

    private void Stop()
    {
        try
        {
            _shell.StandardInput.Close();
            _shell.WaitForExit(10_000);
            _shell.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A folder left behind in the place for such is no reason to fail.
        }
    }

    private static Process Start(string bin, string folder, int port, string[] settings)
    {
        var (file, arguments) = AsUser("sh", ["-c", Script, "sh", folder, bin, port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(static setting => new[] { "-c", setting })]);
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }

    private static async Task<bool> IsUpAsync(string bin, int port, Process shell)
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < Patience && !shell.HasExited)
        {
            using var ask = Process.Start(new ProcessStartInfo(
                Path.Combine(bin, "psql"), ["-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-U", User, "-d", "postgres", "-c", "SELECT 1"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            await ask.WaitForExitAsync().ConfigureAwait(false);
            if (ask.ExitCode == 0)
            {
                return true;
            }

            await Task.Delay(50).ConfigureAwait(false);
        }

        return false;
    }

    private static (string File, string[] Arguments) AsUser(string file, string[] arguments) => Environment.IsPrivilegedProcess
        ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", file, .. arguments])
        : (file, arguments);

    private static Task RunAsync((string File, string[] Arguments) what) => RunAsync(what.File, what.Arguments);

    private static async Task RunAsync(string file, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} ended with {process.ExitCode}: {await output.ConfigureAwait(false)}{await error.ConfigureAwait(false)}");
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    // Debian keeps them beside the path, by version.
    private static string? FindBin()
    {
        IEnumerable<string> folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(static folder => folder, StringComparer.Ordinal).Select(static folder => Path.Combine(folder, "bin"))
            : [];
        return folders.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
            .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "psql")));
    }

    private static bool HasUser(string name) =>
        File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
