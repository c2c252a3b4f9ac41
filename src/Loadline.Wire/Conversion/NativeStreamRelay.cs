using System.Buffers;
using Loadline.Core.Catalog;
using Loadline.Wire.Sse;

namespace Loadline.Wire.Conversion;

/// <summary>Passes a stream on as it is, event by event, and reads on the way what the gateway must know. For all dialects but Chat.</summary>
public sealed class NativeStreamRelay : ReplyFlow, IChatEventSink
{
    private readonly Dialect _dialect;
    private readonly SseReader _events;
    private readonly ChatStreamReader _reader;
    private readonly BlockSequencer _sequencer;
    private bool _endsMidEvent;
    private int _passed;

    /// <param name="dialect">What both sides speak.</param>
    /// <param name="maxEventBytes">The most bytes one event may have.</param>
    public NativeStreamRelay(Dialect dialect, int maxEventBytes = SseReader.DefaultMaxEventBytes)
    {
        _dialect = dialect;
        _events = new SseReader(maxEventBytes);
        _reader = ChatConversion.CreateReader(dialect, maxEventBytes);
        _sequencer = new BlockSequencer(this);
    }

    /// <inheritdoc/>
    public override TokenUsage? Usage => _sequencer.Usage;

    /// <inheritdoc/>
    public override bool HasContent => _sequencer.HasContent || (_sequencer.Stop != StopReason.None && Failure is null);

    /// <inheritdoc/>
    public override bool IsComplete => Failure is null && (_sequencer.IsOver || _sequencer.Stop != StopReason.None);

    /// <inheritdoc/>
    public override bool IsOver => _sequencer.IsOver;

    /// <inheritdoc/>
    public override ChatError? Failure => _sequencer.Error;

    /// <inheritdoc/>
    public override bool Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _events.Append(bytes);
        Pass(output);
        return !_events.IsTooLarge;
    }

    /// <inheritdoc/>
    public override void Complete(IBufferWriter<byte> output)
    {
        _events.Complete();
        Pass(output);
        _reader.Complete(_sequencer);
        if (IsComplete)
        {
            _sequencer.Complete();
        }
    }

    /// <inheritdoc/>
    public override void Fail(ChatError error, IBufferWriter<byte> output)
    {
        if (Failure is not null)
        {
            return;
        }

        if (_endsMidEvent)
        {
            output.Write("\n\n"u8);
        }

        // The Responses dialect numbers its events from 0.
        DialectErrors.WriteEvent(_dialect, error, output, _passed);
    }

    void IChatEventSink.Take(in ChatEvent e)
    {
        // Only read: the bytes themselves are passed on.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _events.Dispose();
        _reader.Dispose();
        base.Dispose(disposing);
    }

    private void Pass(IBufferWriter<byte> output)
    {
        while (_events.TryRead(out var sse))
        {
            output.Write(sse.Raw);
            _endsMidEvent = !sse.IsTerminated;
            _passed += sse.DataLines > 0 ? 1 : 0;
            _reader.Push(sse.Raw, _sequencer);
        }
    }
}
