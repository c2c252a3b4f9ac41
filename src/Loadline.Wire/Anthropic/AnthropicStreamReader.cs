using System.Runtime.InteropServices;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Reads a Messages stream.</summary>
internal sealed class AnthropicStreamReader(int maxEventBytes) : SseChatStreamReader(maxEventBytes)
{
    private readonly Dictionary<long, Block> _blocks = [];
    private AnthropicUsage _usage;
    private byte[]? _id;
    private int _calls;

    protected override void Event(ReadOnlySpan<byte> name, JsonElement data, IChatEventSink sink)
    {
        var type = Text.Read(data, "type"u8);
        switch (type)
        {
            case var _ when type.SequenceEqual("content_block_delta"u8):
                Delta(data, sink);
                break;
            case var _ when type.SequenceEqual("content_block_start"u8):
                BlockStart(data, sink);
                break;
            case var _ when type.SequenceEqual("content_block_stop"u8):
                BlockStop(data, sink);
                break;
            case var _ when type.SequenceEqual("message_start"u8):
                Start(data, sink);
                break;
            case var _ when type.SequenceEqual("message_delta"u8):
                MessageDelta(data, sink);
                break;
            case var _ when type.SequenceEqual("message_stop"u8):
                sink.Take(new ChatEvent(ChatEventKind.End));
                break;
            case var _ when type.SequenceEqual("ping"u8):
                sink.Take(new ChatEvent(ChatEventKind.Ping));
                break;
            case var _ when type.SequenceEqual("error"u8) || name.SequenceEqual("error"u8):
                sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(JsonMarshal.GetRawUtf8Value(data), 0) });
                break;
        }
    }

    private void Start(JsonElement data, IChatEventSink sink)
    {
        var message = data.Object("message"u8) ?? default;
        var id = Text.Read(message, "id"u8);
        if (_id is not null && !id.SequenceEqual(_id) && _blocks.Count > 0)
        {
            // Another message begins inside this one: what came so far and what comes now do not belong together.
            sink.Take(new ChatEvent(ChatEventKind.Error)
            {
                Error = new ChatError(ErrorKind.Server, 502, "The upstream began a second message inside its stream."),
            });
            return;
        }

        _id = id.ToArray();
        sink.Take(new ChatEvent(ChatEventKind.Start) { Id = id, Name = Text.Read(message, "model"u8) });
        Usage(message, sink);
    }

    private void Usage(JsonElement holder, IChatEventSink sink)
    {
        if (holder.Object("usage"u8) is { } usage)
        {
            _usage.Take(usage);
            if (_usage.Total is { } total)
            {
                sink.Take(new ChatEvent(ChatEventKind.Usage) { Usage = total });
            }
        }
    }

    private void BlockStart(JsonElement data, IChatEventSink sink)
    {
        var content = data.Object("content_block"u8) ?? default;
        var type = Text.Read(content, "type"u8);
        var block = new Block(BlockKind.Other, -1, null);
        if (type.SequenceEqual("text"u8))
        {
            block = block with { Kind = BlockKind.Text };
            sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(content, "text"u8) });
        }
        else if (type.SequenceEqual("thinking"u8))
        {
            block = block with { Kind = BlockKind.Thinking };
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = Text.Read(content, "thinking"u8), Origin = Dialect.Anthropic });
            sink.Take(new ChatEvent(ChatEventKind.Signature) { Text = Text.Read(content, "signature"u8), Origin = Dialect.Anthropic });
        }
        else if (type.SequenceEqual("redacted_thinking"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Encrypted) { Text = Text.Read(content, "data"u8), Origin = Dialect.Anthropic });
        }
        else if (type.SequenceEqual("tool_use"u8))
        {
            block = new Block(BlockKind.Call, _calls++, WholeInput(content));
            var name = Text.Read(content, "name"u8);
            sink.Take(new ChatEvent(ChatEventKind.ToolStart) { Index = block.Call, Id = Text.Read(content, "id"u8), Name = name });
        }

        _blocks[data.Integer("index"u8) ?? 0] = block;
    }

    // Some servers give the whole input here and no deltas.
    private static byte[]? WholeInput(JsonElement content) =>
        content.Object("input"u8) is { } input && input.GetPropertyCount() > 0 ? JsonMarshal.GetRawUtf8Value(input).ToArray() : null;

    private void Delta(JsonElement data, IChatEventSink sink)
    {
        var delta = data.Object("delta"u8) ?? default;
        var type = Text.Read(delta, "type"u8);
        if (type.SequenceEqual("text_delta"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(delta, "text"u8) });
        }
        else if (type.SequenceEqual("input_json_delta"u8))
        {
            Arguments(data.Integer("index"u8) ?? 0, Text.Read(delta, "partial_json"u8), sink);
        }
        else if (type.SequenceEqual("thinking_delta"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = Text.Read(delta, "thinking"u8), Origin = Dialect.Anthropic });
        }
        else if (type.SequenceEqual("signature_delta"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Signature) { Text = Text.Read(delta, "signature"u8), Origin = Dialect.Anthropic });
        }
    }

    // Arguments of a hosted tool stay out: the provider runs it.
    private void Arguments(long index, ReadOnlySpan<byte> fragment, IChatEventSink sink)
    {
        if (fragment.IsEmpty || !_blocks.TryGetValue(index, out var block) || block.Kind != BlockKind.Call)
        {
            return;
        }

        _blocks[index] = block with { WholeInput = null };
        sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = block.Call, Text = fragment });
    }

    private void BlockStop(JsonElement data, IChatEventSink sink)
    {
        if (!_blocks.TryGetValue(data.Integer("index"u8) ?? 0, out var block))
        {
            return;
        }

        if (block.WholeInput is { } input)
        {
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = block.Call, Text = input });
        }

        sink.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = block.Call });
    }

    private void MessageDelta(JsonElement data, IChatEventSink sink)
    {
        Usage(data, sink);
        if (data.Object("delta"u8) is { } delta && AnthropicStops.Read(delta.Text("stop_reason"u8)) is var stop and not StopReason.None)
        {
            sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = stop, Text = Text.Read(delta, "stop_sequence"u8) });
        }
    }

    private enum BlockKind : byte
    {
        Other,
        Text,
        Thinking,
        Call,
    }

    private readonly record struct Block(BlockKind Kind, int Call, byte[]? WholeInput);
}
