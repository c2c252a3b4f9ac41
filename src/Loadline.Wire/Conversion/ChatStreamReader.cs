namespace Loadline.Wire.Conversion;

/// <summary>Turns an upstream's stream into neutral events, however its bytes are cut.</summary>
/// <remarks>One stream at a time; not thread-safe. Readers report what the upstream says; <see cref="BlockSequencer"/> puts it in order.</remarks>
public abstract class ChatStreamReader : IDisposable
{
    /// <summary>Takes the next bytes.</summary>
    /// <returns><see langword="false"/> where the stream cannot be carried on: an event larger than the bound, broken frames.</returns>
    public abstract bool Push(ReadOnlySpan<byte> bytes, IChatEventSink sink);

    /// <summary>Says that the upstream ended the stream in good order.</summary>
    public abstract void Complete(IChatEventSink sink);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives pooled buffers back. Called once, by <see cref="Dispose()"/>.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
