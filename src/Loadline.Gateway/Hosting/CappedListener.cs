using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Loadline.Gateway.Hosting;

/// <summary>A listener that closes callers beyond a cap before it accepts the next one.</summary>
/// <remarks>
/// Kestrel closes those beyond its own limit too, but on other threads: a burst is then accepted faster than it is closed, and a process that is out of
/// descriptors for a moment may die of it (the run-time ends with "Out of memory" where it cannot open what it needs; 3 of 12 bursts of 400 under 512 files).
/// </remarks>
/// <param name="inner">Accepts.</param>
/// <param name="most">How many may be open at once.</param>
internal sealed class CappedListener(IConnectionListener inner, int most) : IConnectionListener
{
    private int _open;

    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken).ConfigureAwait(false) is { } connection)
        {
            // Fired for every connection, however it ends: the transport does so before it lets go of one.
            Interlocked.Increment(ref _open);
            connection.ConnectionClosed.UnsafeRegister(static listener => Interlocked.Decrement(ref ((CappedListener)listener!)._open), this);
            if (Volatile.Read(ref _open) <= most)
            {
                return connection;
            }

            connection.Abort(new ConnectionAbortedException("More callers than files may be open for."));
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
