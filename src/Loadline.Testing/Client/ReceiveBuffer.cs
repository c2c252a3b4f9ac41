using System.Diagnostics;
using System.Net.Sockets;

namespace Loadline.Testing;

/// <summary>What a raw client has received and not yet used, and how the connection ended.</summary>
internal sealed class ReceiveBuffer(Socket socket)
{
    private readonly byte[] _incoming = new byte[64 * 1024];
    private readonly List<byte> _bytes = [];
    private int _used;

    /// <summary>Gets how the peer ended the connection; null while it has not.</summary>
    public BodyEnd? Ended { get; private set; }

    /// <summary>Gets when the last bytes were read.</summary>
    public long LastReadAt { get; private set; }

    public int Count => _bytes.Count - _used;

    /// <summary>Reads once from the socket; false at the end of the connection.</summary>
    public async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (Ended is not null)
        {
            return false;
        }

        try
        {
            var read = await socket.ReceiveAsync(_incoming, SocketFlags.None, cancellationToken);
            LastReadAt = Stopwatch.GetTimestamp();
            _bytes.AddRange(_incoming.AsSpan(0, read));
            Ended = read == 0 ? BodyEnd.Closed : null;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            Ended = BodyEnd.Reset;
        }

        return Ended is null;
    }

    /// <summary>Takes up to this many bytes of what is there.</summary>
    public byte[] Take(int atMost)
    {
        var count = Math.Min(atMost, Count);
        var taken = _bytes.GetRange(_used, count).ToArray();
        _used += count;
        if (_used > 1 << 20 || _used == _bytes.Count)
        {
            _bytes.RemoveRange(0, _used);
            _used = 0;
        }

        return taken;
    }

    /// <summary>Takes up to and without the mark, which is removed; null at the end of the connection.</summary>
    public async Task<byte[]?> TakeThroughAsync(byte[] mark, CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)[_used..].IndexOf(mark);
            if (at >= 0)
            {
                var taken = Take(at + mark.Length);
                return taken[..at];
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }
}
