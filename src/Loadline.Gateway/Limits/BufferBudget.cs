using System.Buffers;
using Loadline.Core.Configuration;

namespace Loadline.Gateway.Limits;

/// <summary>Hands out the buffers of requests and whole replies, and bounds them together: large ones are turned away before memory is gone.</summary>
/// <remarks>Two interlocked additions a buffer. Safe for any number of threads.</remarks>
internal sealed class BufferBudget(long most)
{
    // The pool keeps what is returned; of large arrays that would soon be more than is in use.
    private const int MostPooled = 2 * 1024 * 1024;

    private long _held;

    /// <summary>Gets the bytes held now.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Gets the most that may be.</summary>
    public long Most => most;

    /// <summary>Makes the budget of a config; by default a quarter of what the machine, the container or the runtime's own limit allows.</summary>
    /// <remarks>The server's own buffers for bodies on their way come to as much again, and so may what the collector has not yet taken back.</remarks>
    public static BufferBudget Of(ServerConfig config) => new(config.MaxBufferedBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>Rents a buffer of at least so many bytes, unless there is no room for it. <see cref="Return"/> gives it back.</summary>
    public bool TryRent(int bytes, out byte[] buffer)
    {
        if (Interlocked.Add(ref _held, bytes) > most)
        {
            Interlocked.Add(ref _held, -bytes);
            buffer = [];
            return false;
        }

        buffer = bytes > MostPooled ? GC.AllocateUninitializedArray<byte>(bytes) : ArrayPool<byte>.Shared.Rent(bytes);
        Interlocked.Add(ref _held, buffer.Length - bytes);
        return true;
    }

    public void Return(byte[] buffer)
    {
        if (buffer.Length == 0)
        {
            return;
        }

        Interlocked.Add(ref _held, -buffer.Length);
        if (buffer.Length <= MostPooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
