using System.Buffers;
using Loadline.Core.Catalog;

namespace Loadline.Wire.Conversion;

/// <summary>Carries a streamed reply from an upstream's dialect into the caller's, event by event.</summary>
/// <remarks>
/// <para>Pure: bytes in, bytes out. Use: <see cref="Push"/> while bytes come; then <see cref="Complete"/> where the upstream closed in good
/// order, <see cref="Fail"/> where it broke. Either way the caller's stream ends as its dialect ends, cleanly or with an error event.</para>
/// <para>One stream per instance; not thread-safe.</para>
/// </remarks>
public sealed class ChatStreamConverter : ReplyFlow, IChatEventSink
{
    private readonly ChatStreamReader _reader;
    private readonly ChatStreamWriter _writer;
    private readonly BlockSequencer _sequencer;

    internal ChatStreamConverter(ChatStreamReader reader, ChatStreamWriter writer)
    {
        _reader = reader;
        _writer = writer;
        _sequencer = new BlockSequencer(this);
    }

    /// <summary>Gets the billed tokens; the last figures the stream gave, <see langword="null"/> before any.</summary>
    public override TokenUsage? Usage => _sequencer.Usage;

    /// <summary>Gets a value indicating whether something visible has come: text, reasoning, a tool call, a refusal, a finish.</summary>
    public override bool HasContent => _sequencer.HasContent || (_sequencer.Stop != StopReason.None && Error is null);

    /// <summary>Gets a value indicating whether the answer is whole.</summary>
    public override bool IsComplete => Error is null && (_sequencer.IsOver || _sequencer.Stop != StopReason.None);

    /// <summary>Gets a value indicating whether the caller's stream has been ended; nothing more is written.</summary>
    public override bool IsOver => _sequencer.IsOver;

    /// <summary>Gets why the reply ended, once the upstream has said.</summary>
    public StopReason Stop => _sequencer.Stop;

    /// <summary>Gets the error that the upstream reported or that ended the stream.</summary>
    public ChatError? Error => _sequencer.Error;

    /// <inheritdoc/>
    public override ChatError? Failure => Error;

    /// <summary>Gets the upstream's own name of the model; empty where it gave none.</summary>
    public string Model { get; private set; } = string.Empty;

    /// <summary>Takes bytes from the upstream and appends what the caller must see.</summary>
    /// <returns><see langword="false"/> where the stream cannot be carried on; the caller has then been sent an error event.</returns>
    public override bool Push(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        _writer.Output = output;
        if (_reader.Push(bytes, _sequencer))
        {
            return true;
        }

        _sequencer.Fail(new ChatError(ErrorKind.Server, 502, "The upstream's stream holds an event that is too large or broken.") { IsBreak = true });
        return false;
    }

    /// <summary>Says that the upstream closed the stream: ends the caller's, with an error event where the reply was not finished.</summary>
    public override void Complete(IBufferWriter<byte> output)
    {
        _writer.Output = output;
        _reader.Complete(_sequencer);
        _sequencer.Complete();
    }

    /// <summary>Ends the caller's stream with an error event; nothing where it has already ended.</summary>
    public override void Fail(ChatError error, IBufferWriter<byte> output)
    {
        _writer.Output = output;
        _sequencer.Fail(error);
    }

    /// <summary>Writes a sign of life in the caller's dialect.</summary>
    public void Ping(IBufferWriter<byte> output)
    {
        _writer.Output = output;
        _writer.Take(new ChatEvent(ChatEventKind.Ping));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _writer.Dispose();
        base.Dispose(disposing);
    }

    void IChatEventSink.Take(in ChatEvent e)
    {
        if (e.Kind == ChatEventKind.Start)
        {
            Model = System.Text.Encoding.UTF8.GetString(e.Name);
        }

        _writer.Take(e);
    }
}
