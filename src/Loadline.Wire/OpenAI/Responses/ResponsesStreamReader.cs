using System.Runtime.InteropServices;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Reads a Responses stream. What a server leaves out of its deltas is taken from the events that end an item.</summary>
internal sealed class ResponsesStreamReader(int maxEventBytes) : SseChatStreamReader(maxEventBytes)
{
    private readonly Dictionary<long, Item> _items = [];
    private int _calls;

    protected override void Event(ReadOnlySpan<byte> name, JsonElement data, IChatEventSink sink)
    {
        var type = Text.Read(data, "type"u8);
        type = type.IsEmpty ? name : type;
        if (type.StartsWith("response."u8))
        {
            Response(type["response."u8.Length..], data, sink);
        }
        else if (type.SequenceEqual("error"u8) || data.Has("error"u8, out _))
        {
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(JsonMarshal.GetRawUtf8Value(data), 0) });
        }
    }

    private void Response(ReadOnlySpan<byte> type, JsonElement data, IChatEventSink sink)
    {
        if (type.EndsWith(".delta"u8))
        {
            Delta(type, data, sink);
        }
        else if (type.SequenceEqual("output_item.added"u8))
        {
            Added(data, sink);
        }
        else if (type.SequenceEqual("output_item.done"u8))
        {
            Done(data, sink);
        }
        else if (type.SequenceEqual("function_call_arguments.done"u8) || type.SequenceEqual("custom_tool_call_input.done"u8))
        {
            Whole(data, Text.Read(data, type[0] == (byte)'f' ? "arguments"u8 : "input"u8), sink);
        }
        else if (type.SequenceEqual("reasoning_summary_part.added"u8))
        {
            SummaryPart(data, sink);
        }
        else if (type.SequenceEqual("created"u8) && data.Object("response"u8) is { } response)
        {
            sink.Take(new ChatEvent(ChatEventKind.Start) { Id = Text.Read(response, "id"u8), Name = Text.Read(response, "model"u8) });
        }
        else if (type.SequenceEqual("completed"u8) || type.SequenceEqual("incomplete"u8)
            || type.SequenceEqual("failed"u8) || type.SequenceEqual("cancelled"u8))
        {
            Ended(data.Object("response"u8) ?? default, sink);
        }
    }

    private void Delta(ReadOnlySpan<byte> type, JsonElement data, IChatEventSink sink)
    {
        var at = data.Integer("output_index"u8) ?? 0;
        var text = Text.Read(data, "delta"u8);
        if (type.SequenceEqual("output_text.delta"u8))
        {
            Note(at);
            sink.Take(new ChatEvent(ChatEventKind.Text) { Text = text });
        }
        else if (type.SequenceEqual("refusal.delta"u8))
        {
            Note(at);
            sink.Take(new ChatEvent(ChatEventKind.Refusal) { Text = text });
        }
        else if (type.SequenceEqual("reasoning_summary_text.delta"u8) || type.SequenceEqual("reasoning_text.delta"u8)
            || type.SequenceEqual("reasoning.delta"u8))
        {
            Note(at);
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = text, Origin = Dialect.OpenAIResponses });
        }
        else if (type.SequenceEqual("function_call_arguments.delta"u8) || type.SequenceEqual("custom_tool_call_input.delta"u8))
        {
            if (_items.TryGetValue(at, out var item) && item.Call >= 0 && !text.IsEmpty)
            {
                Note(at);
                sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = item.Call, Text = text });
            }
        }
    }

    private void Note(long at)
    {
        if (!_items.TryGetValue(at, out var item))
        {
            _items[at] = new Item(-1, true, false);
        }
        else if (!item.HasDelta)
        {
            _items[at] = item with { HasDelta = true };
        }
    }

    private void Added(JsonElement data, IChatEventSink sink)
    {
        if (data.Object("item"u8) is { } item)
        {
            Open(data.Integer("output_index"u8) ?? 0, item, sink);
        }
    }

    private void Open(long at, JsonElement item, IChatEventSink sink)
    {
        var isCustom = item.Is("type"u8, "custom_tool_call"u8);
        if (!isCustom && !item.Is("type"u8, "function_call"u8))
        {
            _items[at] = new Item(-1, false, false);
            return;
        }

        var id = Text.Read(item, "call_id"u8);
        _items[at] = new Item(_calls, false, false);
        sink.Take(new ChatEvent(ChatEventKind.ToolStart)
        {
            Index = _calls++,
            Id = id.IsEmpty ? Text.Read(item, "id"u8) : id,
            Name = Text.Read(item, "name"u8),
            Namespace = Text.Read(item, "namespace"u8),
            IsCustom = isCustom,
        });
    }

    // Some servers send arguments only here.
    private void Whole(JsonElement data, ReadOnlySpan<byte> arguments, IChatEventSink sink)
    {
        var at = data.Integer("output_index"u8) ?? 0;
        if (_items.TryGetValue(at, out var item) && item is { Call: >= 0, HasDelta: false })
        {
            Note(at);
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = item.Call, Text = arguments });
        }
    }

    private void SummaryPart(JsonElement data, IChatEventSink sink)
    {
        var at = data.Integer("output_index"u8) ?? 0;
        if (_items.TryGetValue(at, out var item) && item.HasDelta)
        {
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = "\n\n"u8, Origin = Dialect.OpenAIResponses });
        }
    }

    private void Done(JsonElement data, IChatEventSink sink)
    {
        if (data.Object("item"u8) is not { } item)
        {
            return;
        }

        var at = data.Integer("output_index"u8) ?? 0;
        if (!_items.TryGetValue(at, out var known))
        {
            Open(at, item, sink);
            known = _items[at];
        }

        if (known.IsDone)
        {
            return;
        }

        _items[at] = known with { IsDone = true };
        if (known.Call >= 0)
        {
            if (!known.HasDelta)
            {
                var isCustom = item.Is("type"u8, "custom_tool_call"u8);
                var arguments = Text.Read(item, isCustom ? "input"u8 : "arguments"u8);
                sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = known.Call, Text = arguments });
            }

            sink.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = known.Call });
            return;
        }

        Content(item, known.HasDelta, sink);
        sink.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = -1 });
        var sealedThought = Text.Read(item, "encrypted_content"u8);
        if (!sealedThought.IsEmpty && item.Is("type"u8, "reasoning"u8))
        {
            var id = Text.Read(item, "id"u8);
            sink.Take(new ChatEvent(ChatEventKind.Encrypted) { Text = sealedThought, Id = id, Origin = Dialect.OpenAIResponses });
        }
    }

    private void Content(JsonElement item, bool hasDelta, IChatEventSink sink)
    {
        if (hasDelta)
        {
            return;
        }

        if (item.Is("type"u8, "reasoning"u8))
        {
            var thought = System.Text.Encoding.UTF8.GetBytes(ResponsesItems.Thought(item, out _));
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = thought, Origin = Dialect.OpenAIResponses });
        }
        else if (item.Is("type"u8, "message"u8))
        {
            foreach (var part in item.Items("content"u8))
            {
                sink.Take(new ChatEvent(ChatEventKind.Refusal) { Text = Text.Read(part, "refusal"u8) });
                sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(part, "text"u8) });
            }
        }
    }

    private static void Ended(JsonElement response, IChatEventSink sink)
    {
        if (response.Has("usage"u8, out var usage) && ResponsesUsage.Read(usage) is { } counts)
        {
            sink.Take(new ChatEvent(ChatEventKind.Usage) { Usage = counts });
        }

        if (ResponsesReplyReader.Error(response) is { } error)
        {
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = error });
            return;
        }

        sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = ResponsesReplyReader.Stop(response) });
        sink.Take(new ChatEvent(ChatEventKind.End));
    }

    private readonly record struct Item(int Call, bool HasDelta, bool IsDone);
}
