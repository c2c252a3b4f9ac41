using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Loadline.Testing;

/// <summary>A TCP relay on loopback that delays, throttles, slices, resets or swallows what it carries; faults can change at any time.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile ProxyFaults _faults = ProxyFaults.None;

    private FaultProxy(int target)
    {
        _target = target;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Gets or sets the faults, which hold for open connections, too.</summary>
    public ProxyFaults Faults
    {
        get => _faults;
        set => _faults = value;
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Gets the base URL of an upstream behind it: <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public Uri BaseUrl => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/v1"));

    /// <summary>Starts one in front of a port on loopback.</summary>
    public static FaultProxy Start(int targetPort) => new(targetPort);

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        _listener.Dispose();
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

        await _accepting;
        _disposed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptAsync(_disposed.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        using var upstream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        caller.NoDelay = true;
        _open[caller] = _open[upstream] = 0;
        try
        {
            await upstream.ConnectAsync(IPAddress.Loopback, _target, _disposed.Token);
            await Task.WhenAll(PumpAsync(caller, upstream, isAnswer: false), PumpAsync(upstream, caller, isAnswer: true));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either side went: so does the other.
        }
        finally
        {
            _open.TryRemove(caller, out _);
            _open.TryRemove(upstream, out _);
            caller.Dispose();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        var passed = 0;
        while (true)
        {
            var wanted = _faults.SliceBytes > 0 ? Math.Min(_faults.SliceBytes, buffer.Length) : buffer.Length;
            var read = await from.ReceiveAsync(buffer.AsMemory(0, wanted), _disposed.Token);
            if (read == 0)
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }

            var faults = _faults;
            await WaitAsync(faults, read);
            if (isAnswer && faults.ResetAfter is { } most && passed + read >= most)
            {
                await to.SendAsync(buffer.AsMemory(0, Math.Max(0, most - passed)), _disposed.Token);
                Reset(from);
                Reset(to);
                return;
            }

            if (!faults.BlackHole)
            {
                await to.SendAsync(buffer.AsMemory(0, read), _disposed.Token);
                passed += read;
            }
        }
    }

    private Task WaitAsync(ProxyFaults faults, int bytes)
    {
        var seconds = faults.Latency.TotalSeconds + (faults.BytesPerSecond > 0 ? (double)bytes / faults.BytesPerSecond : 0);
        return seconds > 0 ? Task.Delay(TimeSpan.FromSeconds(seconds), _disposed.Token) : Task.CompletedTask;
    }

    private static void Reset(Socket socket)
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }
}
