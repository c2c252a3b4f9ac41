using System.Text.Json;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Bedrock;

/// <summary>Reads a ConverseStream reply.</summary>
internal sealed class BedrockStreamReader(int maxEventBytes) : ChatStreamReader
{
    private static readonly JsonReaderOptions JsonOptions = new() { MaxDepth = ScanErrors.MaxDepth };

    private readonly EventStreamReader _frames = new(maxEventBytes);
    private readonly EventText _text = new();
    private readonly Dictionary<long, int> _calls = [];

    public override bool Push(ReadOnlySpan<byte> bytes, IChatEventSink sink)
    {
        _frames.Append(bytes);
        while (_frames.TryRead(out var frame))
        {
            Read(frame, sink);
        }

        return !_frames.IsBroken;
    }

    public override void Complete(IChatEventSink sink)
    {
        // The messages have no end of their own; messageStop has been seen or not.
    }

    protected override void Dispose(bool disposing)
    {
        _frames.Dispose();
        base.Dispose(disposing);
    }

    private void Read(in EventStreamFrame frame, IChatEventSink sink)
    {
        var isException = frame.Header(":message-type"u8) is var kind && (kind.SequenceEqual("exception"u8) || kind.SequenceEqual("error"u8));
        if (isException)
        {
            var type = frame.Header(":exception-type"u8);
            type = type.IsEmpty ? frame.Header(":error-code"u8) : type;
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(frame.Payload, 0, System.Text.Encoding.UTF8.GetString(type)) });
            return;
        }

        var reader = new Utf8JsonReader(MendedJson.Mend(frame.Payload) ?? frame.Payload, JsonOptions);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            _text.Clear();
            Event(frame.Header(":event-type"u8), document.RootElement, sink);
        }
        catch (JsonException)
        {
            // A message whose payload is no JSON says nothing to us; the stream's end decides.
        }
    }

    private void Event(ReadOnlySpan<byte> type, JsonElement data, IChatEventSink sink)
    {
        if (type.SequenceEqual("contentBlockDelta"u8))
        {
            Delta(data, sink);
        }
        else if (type.SequenceEqual("messageStart"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Start));
        }
        else if (type.SequenceEqual("contentBlockStart"u8))
        {
            BlockStart(data, sink);
        }
        else if (type.SequenceEqual("contentBlockStop"u8))
        {
            var index = data.Integer("contentBlockIndex"u8) ?? 0;
            sink.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = _calls.TryGetValue(index, out var call) ? call : -1 });
        }
        else if (type.SequenceEqual("messageStop"u8))
        {
            var stop = AnthropicStops.Read(data.Text("stopReason"u8));
            sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = stop });
        }
        else if (type.SequenceEqual("metadata"u8) && data.Object("usage"u8) is { } usage && BedrockUsage.Read(usage) is { } counts)
        {
            sink.Take(new ChatEvent(ChatEventKind.Usage) { Usage = counts });
        }
    }

    private void BlockStart(JsonElement data, IChatEventSink sink)
    {
        if (data.Object("start"u8)?.Object("toolUse"u8) is not { } call)
        {
            return;
        }

        var index = _calls.Count;
        _calls[data.Integer("contentBlockIndex"u8) ?? 0] = index;
        sink.Take(new ChatEvent(ChatEventKind.ToolStart) { Index = index, Id = _text.Read(call, "toolUseId"u8), Name = _text.Read(call, "name"u8) });
    }

    // A text block is not announced; its deltas are the first sign of it.
    private void Delta(JsonElement data, IChatEventSink sink)
    {
        if (data.Object("delta"u8) is not { } delta)
        {
            return;
        }

        sink.Take(new ChatEvent(ChatEventKind.Text) { Text = _text.Read(delta, "text"u8) });
        if (delta.Object("toolUse"u8) is { } call && _calls.TryGetValue(data.Integer("contentBlockIndex"u8) ?? 0, out var index))
        {
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = index, Text = _text.Read(call, "input"u8) });
        }

        if (delta.Object("reasoningContent"u8) is { } thought)
        {
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = _text.Read(thought, "text"u8), Origin = Dialect.Bedrock });
            sink.Take(new ChatEvent(ChatEventKind.Signature) { Text = _text.Read(thought, "signature"u8), Origin = Dialect.Bedrock });
            var redacted = _text.Read(thought, "redactedContent"u8);
            if (!redacted.IsEmpty)
            {
                sink.Take(new ChatEvent(ChatEventKind.Encrypted) { Text = redacted, Origin = Dialect.Bedrock });
            }
        }
    }
}
