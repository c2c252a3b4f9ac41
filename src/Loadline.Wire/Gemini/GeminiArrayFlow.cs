using System.Buffers;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Gemini;

/// <summary>Gives a Gemini stream the form of one JSON array, for callers that ask without <c>alt=sse</c>.</summary>
/// <param name="inner">The same stream as events; disposed with this one.</param>
public sealed class GeminiArrayFlow(ReplyFlow inner) : ReplyFlow
{
    private readonly ArrayBufferWriter<byte> _events = new();
    private readonly SseReader _reader = new();
    private bool _hasBegun;

    /// <inheritdoc/>
    public override TokenUsage? Usage => inner.Usage;

    /// <inheritdoc/>
    public override bool HasContent => inner.HasContent;

    /// <inheritdoc/>
    public override bool IsComplete => inner.IsComplete;

    /// <inheritdoc/>
    public override bool IsOver => inner.IsOver;

    /// <inheritdoc/>
    public override ChatError? Failure => inner.Failure;

    /// <inheritdoc/>
    public override ConversionLosses? Losses => inner.Losses;

    /// <inheritdoc/>
    public override bool Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var wasOver = inner.IsOver;
        var fits = inner.Push(bytes, _events);
        Frame(output);
        if (!wasOver && inner.IsOver && inner.IsComplete)
        {
            Close(output);
        }

        return fits;
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> output)
    {
        var wasOver = inner.IsOver;
        inner.Complete(_events);
        _reader.Complete();
        Frame(output);
        if (!wasOver && inner.IsComplete)
        {
            Close(output);
        }
    }

    /// <inheritdoc/>
    public override void Fail(ChatError error, IBufferWriter<byte> output)
    {
        // The array stays open: no reader may take it for whole.
        inner.Fail(error, _events);
        Frame(output);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        _reader.Dispose();
        base.Dispose(disposing);
    }

    private void Frame(IBufferWriter<byte> output)
    {
        _reader.Append(_events.WrittenSpan);
        _events.ResetWrittenCount();
        while (_reader.TryRead(out var sse))
        {
            if (sse.DataLines > 0)
            {
                output.Write(_hasBegun ? ",\r\n"u8 : "["u8);
                output.Write(sse.Data);
                _hasBegun = true;
            }
        }
    }

    private void Close(IBufferWriter<byte> output) => output.Write(_hasBegun ? "\r\n]"u8 : "[]"u8);
}
