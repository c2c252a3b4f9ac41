using System.Runtime.InteropServices;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Reads a Chat Completions stream, from OpenAI or any server that copies it.</summary>
/// <remarks>Within a chunk the order is reasoning, text, tool calls, finish, usage: some servers put all of them into one.</remarks>
internal sealed class OpenAIChatStreamReader(int maxEventBytes) : SseChatStreamReader(maxEventBytes)
{
    private readonly OpenAIChatCallIndex _calls = new();
    private bool _hasStarted;

    protected override void Event(ReadOnlySpan<byte> name, JsonElement data, IChatEventSink sink)
    {
        if (IsError(data, out var error) || name.SequenceEqual("error"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(JsonMarshal.GetRawUtf8Value(error), 0) });
            return;
        }

        if (!_hasStarted && data.Has("choices"u8, out var any) && any.ValueKind == JsonValueKind.Array && any.GetArrayLength() > 0)
        {
            _hasStarted = true;
            sink.Take(new ChatEvent(ChatEventKind.Start) { Id = Text.Read(data, "id"u8), Name = Text.Read(data, "model"u8) });
        }

        foreach (var choice in data.Items("choices"u8))
        {
            if (choice.Integer("index"u8) is null or 0)
            {
                Choice(choice, sink);
            }
        }

        Usage(data, sink);
    }

    private static bool IsError(JsonElement data, out JsonElement error)
    {
        error = data;
        if (data.Has("error"u8, out var own) && own.ValueKind is not JsonValueKind.False && own.AsText() is not "")
        {
            return true;
        }

        return data.Object("x_groq"u8) is { } groq && groq.Has("error"u8, out error);
    }

    private void Choice(JsonElement choice, IChatEventSink sink)
    {
        if (choice.Has("error"u8, out var error))
        {
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(JsonMarshal.GetRawUtf8Value(error), 0) });
            return;
        }

        if (choice.Object("delta"u8) is { } delta)
        {
            Reasoning(delta, sink);
            Content(delta, sink);
            Calls(delta, sink);
        }

        var stop = OpenAIChatStops.Read(Text.Read(choice, "finish_reason"u8));
        if (stop != StopReason.None)
        {
            sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = stop });
        }

        if (choice.Has("usage"u8, out var usage))
        {
            Report(usage, sink);
        }
    }

    private void Reasoning(JsonElement delta, IChatEventSink sink)
    {
        var text = Text.Read(delta, "reasoning_content"u8);
        text = text.IsEmpty ? Text.Read(delta, "reasoning"u8) : text;
        if (!text.IsEmpty)
        {
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = text, Origin = Dialect.OpenAIChat });
        }

        foreach (var detail in delta.Items("reasoning_details"u8))
        {
            Detail(detail, text.IsEmpty, sink);
        }
    }

    private void Detail(JsonElement detail, bool withText, IChatEventSink sink)
    {
        var origin = OpenAIChatReasoning.Origin(detail);
        if (withText)
        {
            var text = Text.Read(detail, detail.Is("type"u8, "reasoning.summary"u8) ? "summary"u8 : "text"u8);
            sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = text, Origin = origin });
        }

        var signature = Text.Read(detail, "signature"u8);
        if (!signature.IsEmpty)
        {
            sink.Take(new ChatEvent(ChatEventKind.Signature) { Text = signature, Origin = origin });
        }

        if (detail.Is("type"u8, "reasoning.encrypted"u8))
        {
            sink.Take(new ChatEvent(ChatEventKind.Encrypted) { Text = Text.Read(detail, "data"u8), Id = Text.Read(detail, "id"u8), Origin = origin });
        }
    }

    private void Content(JsonElement delta, IChatEventSink sink)
    {
        if (delta.Has("content"u8, out var content))
        {
            if (content.ValueKind == JsonValueKind.Array)
            {
                Parts(content, sink);
            }
            else
            {
                sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(content) });
            }
        }

        var refusal = Text.Read(delta, "refusal"u8);
        if (!refusal.IsEmpty)
        {
            sink.Take(new ChatEvent(ChatEventKind.Refusal) { Text = refusal });
        }

        if (delta.Object("audio"u8) is { } audio)
        {
            sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(audio, "transcript"u8) });
        }
    }

    // Mistral: text and thinking as parts.
    private void Parts(JsonElement parts, IChatEventSink sink)
    {
        foreach (var part in parts.Items())
        {
            if (part.Is("type"u8, "thinking"u8))
            {
                foreach (var piece in part.Items("thinking"u8))
                {
                    sink.Take(new ChatEvent(ChatEventKind.Reasoning) { Text = Text.Read(piece, "text"u8), Origin = Dialect.OpenAIChat });
                }
            }
            else
            {
                sink.Take(new ChatEvent(ChatEventKind.Text) { Text = Text.Read(part, "text"u8) });
            }
        }
    }

    private void Calls(JsonElement delta, IChatEventSink sink)
    {
        foreach (var call in delta.Items("tool_calls"u8))
        {
            Call(call, sink);
        }

        if (delta.Object("function_call"u8) is { } old && (old.Has("name"u8, out _) || _calls.Count > 0))
        {
            Fragment(_calls.Find(0, default, Text.Read(old, "name"u8)), default, old, false, default, sink);
        }
    }

    private void Call(JsonElement call, IChatEventSink sink)
    {
        var custom = call.Object("custom"u8);
        var function = call.Object("function"u8) ?? custom ?? default;
        var id = Text.Read(call, "id"u8);
        var index = _calls.Find(call.Integer("index"u8), id, Text.Read(function, "name"u8));
        var signature = call.Object("extra_content"u8)?.Object("google"u8) is { } google ? Text.Read(google, "thought_signature"u8) : default;
        Fragment(index, id, function, custom is not null, signature, sink);
    }

    private void Fragment(
        int index, ReadOnlySpan<byte> id, JsonElement function, bool isCustom, ReadOnlySpan<byte> signature, IChatEventSink sink)
    {
        var name = Text.Read(function, "name"u8);
        if (_calls.Begins(index))
        {
            sink.Take(new ChatEvent(ChatEventKind.ToolStart) { Index = index, Id = id, Name = name, IsCustom = isCustom, Signature = signature });
        }

        if (function.Has("arguments"u8, out var arguments) && arguments.ValueKind == JsonValueKind.Object)
        {
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = index, Text = JsonMarshal.GetRawUtf8Value(arguments) });
            return;
        }

        var text = Text.Read(function, isCustom ? "input"u8 : "arguments"u8);
        if (!text.IsEmpty)
        {
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = index, Text = text });
        }
    }

    private static void Usage(JsonElement data, IChatEventSink sink)
    {
        if (data.Has("usage"u8, out var usage) || (data.Object("x_groq"u8) is { } groq && groq.Has("usage"u8, out usage)))
        {
            Report(usage, sink);
        }
    }

    private static void Report(JsonElement usage, IChatEventSink sink)
    {
        if (OpenAIChatUsage.Read(usage) is { } read)
        {
            sink.Take(new ChatEvent(ChatEventKind.Usage) { Usage = read });
        }
    }
}
