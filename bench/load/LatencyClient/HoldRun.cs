using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace LatencyClient;

/// <summary>Many open streams at once, each moving slowly.</summary>
internal static class HoldRun
{
    private static readonly TimeSpan OpeningTime = TimeSpan.FromSeconds(30);

    public static async Task<string> RunAsync(Target target, int streams, TimeSpan hold, List<int> pids)
    {
        var before = ResidentKb(pids);
        using var stop = new CancellationTokenSource();
        var held = new List<HeldStream>();
        var tasks = new List<Task>();
        for (var i = 0; i < streams; i++)
        {
            var stream = new HeldStream(target);
            held.Add(stream);
            tasks.Add(stream.RunAsync(stop.Token));
        }

        var opening = Stopwatch.StartNew();
        while (held.Exists(s => s.Events == 0 && !s.Failed) && opening.Elapsed < OpeningTime)
        {
            await Task.Delay(20);
        }

        var opened = opening.Elapsed;
        var marks = held.ConvertAll(s => s.Events);
        await Task.Delay(hold);
        // Held: still open, and something came meanwhile.
        var moving = 0;
        for (var i = 0; i < held.Count; i++)
        {
            moving += !held[i].Failed && held[i].Events > marks[i] ? 1 : 0;
        }

        var during = ResidentKb(pids);
        await stop.CancelAsync();
        await Task.WhenAll(tasks);
        return new JsonObject
        {
            ["streams"] = streams,
            ["held"] = moving,
            ["opened_ms"] = (long)opened.TotalMilliseconds,
            ["hold_s"] = hold.TotalSeconds,
            ["rss_before_kb"] = before,
            ["rss_during_kb"] = during,
            ["rss_per_stream_kb"] = Math.Round((during - before) / (double)streams, 2),
        }.ToJsonString();
    }

    private static long ResidentKb(List<int> pids)
        => pids.Sum(pid => File.ReadLines($"/proc/{pid}/status")
            .Where(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Sum(l => long.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)));

    /// <summary>One stream that is read as it comes.</summary>
    private sealed class HeldStream(Target target)
    {
        private volatile bool _failed;
        private int _events;

        public int Events => Volatile.Read(ref _events);

        public bool Failed => _failed;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var buffer = new byte[4096];
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target.Port), cancellationToken);
                await socket.SendAsync(target.Request.AsMemory(), SocketFlags.None, cancellationToken);
                while (await socket.ReceiveAsync(buffer.AsMemory(), SocketFlags.None, cancellationToken) is var read and > 0)
                {
                    Interlocked.Add(ref _events, Exchange.HasToken(buffer.AsSpan(0, read)) ? 1 : 0);
                }

                _failed = true;
            }
            catch (OperationCanceledException)
            {
                // The end of the measurement.
            }
            catch (SocketException)
            {
                _failed = true;
            }
        }
    }
}
