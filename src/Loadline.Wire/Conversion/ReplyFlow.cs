using System.Buffers;
using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>One streamed reply on its way from an upstream to a caller, whatever both speak.</summary>
/// <remarks>
/// Bytes in, bytes out: <see cref="Push"/> while they come; then <see cref="Complete"/> where the upstream closed in good order, or
/// <see cref="Fail"/> where it broke. Not thread-safe.
/// </remarks>
public abstract class ReplyFlow : IDisposable
{
    /// <summary>Gets the billed tokens; the last figures the stream gave, <see langword="null"/> before any.</summary>
    public abstract TokenUsage? Usage { get; }

    /// <summary>Gets a value indicating whether something visible has come: text, reasoning, a tool call, a refusal, a finish.</summary>
    public abstract bool HasContent { get; }

    /// <summary>Gets a value indicating whether the answer is whole.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>Gets a value indicating whether the stream has ended as its protocol ends, so that nothing of substance can follow.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Gets what the upstream reported inside the stream; <see langword="null"/> while it reported no error.</summary>
    public abstract ChatError? Failure { get; }

    /// <summary>Gets what a conversion left out of the reply; <see langword="null"/> where nothing is converted.</summary>
    public virtual ConversionLosses? Losses => null;

    /// <summary>Takes bytes from the upstream and appends what the caller must see; an event that has not ended waits.</summary>
    /// <returns><see langword="false"/> where the stream cannot be carried on.</returns>
    public abstract bool Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output);

    /// <summary>Says that the upstream ended the stream in good order; what was left of it is passed on.</summary>
    public abstract void Complete(IBufferWriter<byte> output);

    /// <summary>Appends an error event in the caller's dialect; nothing where the stream has ended or has told of an error already.</summary>
    public abstract void Fail(ChatError error, IBufferWriter<byte> output);

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
