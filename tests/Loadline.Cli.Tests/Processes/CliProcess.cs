using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Loadline.Cli.Commands;

namespace Loadline.Cli.Tests.Processes;

/// <summary>The built <c>loadline</c> as a child process, in a folder and an environment of its own.</summary>
/// <remarks>Nothing of the developer's own environment is found: no keys, and local model servers are looked for on a closed port.</remarks>
internal sealed class CliProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string Assembly = typeof(CommandLine).Assembly.Location;

    private readonly Process _process;
    private readonly Output _output = new();
    private readonly Output _error = new();

    private CliProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => _output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => _error.Add(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Gets the process's id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts it.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The command line.</param>
    public static CliProcess Start(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        StartUnder([], folder, environment, arguments);

    /// <summary>Starts it under another command, such as <c>prlimit --nofile=512</c>.</summary>
    public static CliProcess StartUnder(string[] under, string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(under is [var first, ..] ? first : "dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in under.Length > 0 ? [.. under[1..], "dotnet"] : under)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add(Assembly);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_API_KEY", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        // Port 1 is nobody's: connecting there is refused at once.
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:1";
        start.Environment["VLLM_BASE_URL"] = "http://127.0.0.1:1/v1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new CliProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<CliResult> RunAsync(string folder, params string[] arguments)
    {
        await using var process = Start(folder, null, arguments);
        return await process.EndAsync();
    }

    /// <summary>Waits until a line of standard error matches.</summary>
    /// <returns>The first group of the match, or the whole.</returns>
    public Task<string> ErrorLineAsync(string pattern) => _error.FindAsync(pattern, Patience);

    /// <summary>Waits until it listens.</summary>
    public async Task<Uri> AddressAsync() => new(await ErrorLineAsync(@"isten\w* on (http://[0-9.:]+[0-9])"));

    /// <summary>Waits until it has ended.</summary>
    public async Task<CliResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return new CliResult(_process.ExitCode, _output.ToString(), _error.ToString());
    }

    /// <summary>Sends a signal, as <c>kill</c> does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private sealed class Output
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Add(string? line)
        {
            if (line is not null)
            {
                _lines.Enqueue(line);
            }

            Interlocked.Exchange(ref _changed!, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }

        public async Task<string> FindAsync(string pattern, TimeSpan patience)
        {
            using var limit = new CancellationTokenSource(patience);
            while (true)
            {
                var changed = _changed.Task;
                if (Regex.Match(ToString(), pattern) is { Success: true } match)
                {
                    return match.Groups[^1].Value;
                }

                try
                {
                    await changed.WaitAsync(limit.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"Nothing like '{pattern}' in:\n{ToString()}");
                }
            }
        }

        public override string ToString() => string.Join('\n', _lines);
    }
}

/// <summary>How a run ended.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error);
