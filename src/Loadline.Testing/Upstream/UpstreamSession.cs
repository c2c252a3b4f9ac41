using System.IO.Pipelines;
using System.Net.Sockets;

namespace Loadline.Testing;

/// <summary>Serves one connection of <see cref="FakeUpstream"/>: reads requests, plays their scripts.</summary>
internal sealed class UpstreamSession : IDisposable
{
    private readonly FakeUpstream _upstream;
    private readonly Socket _socket;
    private readonly Pipe _received = new();
    private readonly RequestReader _reader;
    private readonly CancellationTokenSource _peerGone;
    private readonly CancellationToken _disposed;

    public UpstreamSession(FakeUpstream upstream, Socket socket, UpstreamConnection connection, CancellationToken disposed)
    {
        _upstream = upstream;
        _socket = socket;
        Connection = connection;
        _reader = new RequestReader(_received.Reader, connection.Id);
        _disposed = disposed;
        _peerGone = CancellationTokenSource.CreateLinkedTokenSource(disposed);
    }

    public UpstreamConnection Connection { get; }

    /// <summary>Gets whether a request is being answered.</summary>
    public bool IsBusy { get; private set; }

    public async Task RunAsync()
    {
        var receiving = ReceiveAsync();
        try
        {
            var next = Next.Request;
            while (next == Next.Request && await _reader.ReadHeadAsync(_disposed) is { } request)
            {
                next = await ServeAsync(request);
            }

            if (next == Next.Finish)
            {
                Finish();
                await _reader.DrainAsync(_disposed);
            }
        }
        catch (Exception e)
        {
            Reset();
            _upstream.Report(e);
        }

        _socket.Close();
        await receiving;
    }

    /// <summary>Aborts the connection (RST).</summary>
    public void Reset()
    {
        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Close();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    /// <summary>Closes in order (FIN); the connection lives on until the peer closes as well.</summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    /// <summary>Goes without a word, as a machine that lost its power: no FIN, no RST. Needs the right to administer the network.</summary>
    /// <exception cref="SocketException">The right is missing.</exception>
    public void Vanish()
    {
        const int Tcp = 6;
        const int TcpRepair = 19;
        try
        {
            _socket.SetRawSocketOption(Tcp, TcpRepair, BitConverter.GetBytes(1));
            _socket.Close();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already: the list of sessions is read while they leave it.
        }
    }

    public void Dispose()
    {
        _peerGone.Dispose();
        _socket.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var reset = false;
        try
        {
            while (true)
            {
                var read = await _socket.ReceiveAsync(_received.Writer.GetMemory(4096), SocketFlags.None, _disposed);
                if (read == 0)
                {
                    break;
                }

                _received.Writer.Advance(read);
                await _received.Writer.FlushAsync(_disposed);
            }

            Connection.MarkPeerClosed(reset: false);
        }
        catch (SocketException e)
        {
            reset = e.SocketErrorCode is SocketError.ConnectionReset;
            // Our own close ends the receive as well, and is not the peer's.
            if (reset)
            {
                Connection.MarkPeerClosed(reset: true);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException)
        {
            // We closed first.
        }

        _upstream.Changed.Pulse();
        await _peerGone.CancelAsync();
        await _received.Writer.CompleteAsync();
    }

    private async Task<Next> ServeAsync(RecordedRequest request)
    {
        IsBusy = true;
        Connection.CountRequest();
        _upstream.Began();
        try
        {
            return await PlayAsync(request);
        }
        finally
        {
            IsBusy = false;
            _upstream.Ended();
        }
    }

    private async Task<Next> PlayAsync(RecordedRequest request)
    {
        var readsBody = _upstream.NextReadsBody;
        if (readsBody)
        {
            await ContinueAsync(request);
            if (!await _reader.ReadBodyAsync(request, _disposed))
            {
                return Next.Close;
            }
        }

        var script = _upstream.Take(request);
        var stop = script.IgnoresPeerClose ? _disposed : _peerGone.Token;
        using var writer = new ResponseWriter(_socket, Connection, script, stop);
        try
        {
            if (!await ReplyAsync(request, script, writer, stop))
            {
                return writer.FaultReached ? await StrikeAsync(script.Fault!.Kind, stop) : Next.Close;
            }
        }
        catch (OperationCanceledException) when (!_disposed.IsCancellationRequested)
        {
            return Next.Close;
        }

        var closes = !readsBody || script.ClosesAfter || script.Framing == BodyFraming.Close
            || string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);
        return closes ? Next.Finish : Next.Request;
    }

    private async Task<bool> ReplyAsync(RecordedRequest request, UpstreamScript script, ResponseWriter writer, CancellationToken stop)
    {
        await DelayAsync(script.TimeToFirstByte, stop);
        if (script.Fault is { Point: FaultPoint.BeforeHeaders })
        {
            return writer.ReachFault();
        }

        var reply = UpstreamReply.For(request, script, _upstream.ModelIds);
        if (reply.Pieces is not { } pieces)
        {
            request.IsAnswered = await writer.WriteWholeAsync(reply.Body, reply.ContentType);
            request.Billed = request.IsAnswered ? reply.Bill : null;
            return request.IsAnswered;
        }

        // A gzipped stream's length is not known beforehand: scripts frame it otherwise.
        var length = script.Framing == BodyFraming.ContentLength ? pieces.Sum(p => p.Bytes.Length) : 0;
        return await writer.BeginStreamAsync(reply.ContentType, length)
            && await StreamAsync(request, pieces, script, writer, stop)
            && (request.IsAnswered = await writer.EndStreamAsync());
    }

    private async Task<bool> StreamAsync(
        RecordedRequest request, IEnumerable<ChatStream.Piece> pieces, UpstreamScript script, ResponseWriter writer, CancellationToken stop)
    {
        await DelayAsync(script.TimeToFirstToken, stop);
        var strikesAfter = script.Fault is { Point: FaultPoint.AfterTokens, Count: var count } ? count : int.MaxValue;
        var tokens = 0;
        foreach (var piece in pieces)
        {
            if (tokens >= strikesAfter && (tokens > 0 || piece.IsToken))
            {
                return writer.ReachFault();
            }

            if (piece.IsToken)
            {
                await DelayAsync(tokens++ == 0 ? TimeSpan.Zero : script.TokenGap, stop);
                Connection.CountToken();
            }

            if (!await writer.WritePieceAsync(piece.Bytes))
            {
                return false;
            }

            request.Billed = piece.Bill ?? request.Billed;
            _upstream.Changed.Pulse();
        }

        return true;
    }

    private async Task<Next> StrikeAsync(FaultKind kind, CancellationToken stop)
    {
        if (kind == FaultKind.Fin)
        {
            return Next.Finish;
        }

        if (kind == FaultKind.Reset)
        {
            Reset();
        }
        else
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
        }

        return Next.Close;
    }

    private async Task ContinueAsync(RecordedRequest request)
    {
        if (request.Header("Expect") is not null)
        {
            await _socket.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), SocketFlags.None, _disposed);
        }
    }

    private Task DelayAsync(TimeSpan delay, CancellationToken stop)
        => delay > TimeSpan.Zero ? Task.Delay(delay, _upstream.Time, stop) : Task.CompletedTask;

    /// <summary>What the connection is for after a request.</summary>
    private enum Next
    {
        Request,
        Finish,
        Close,
    }
}
