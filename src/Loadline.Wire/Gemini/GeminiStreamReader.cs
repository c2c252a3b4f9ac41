using System.Runtime.InteropServices;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Reads a <c>streamGenerateContent?alt=sse</c> stream: whole replies in pieces, without an end of its own.</summary>
internal sealed class GeminiStreamReader(int maxEventBytes) : SseChatStreamReader(maxEventBytes)
{
    private bool _hasStarted;
    private int _calls;

    protected override void Event(ReadOnlySpan<byte> name, JsonElement data, IChatEventSink sink)
    {
        if (data.Has("error"u8, out _))
        {
            sink.Take(new ChatEvent(ChatEventKind.Error) { Error = ErrorReader.Read(JsonMarshal.GetRawUtf8Value(data), 0) });
            return;
        }

        if (!_hasStarted)
        {
            _hasStarted = true;
            sink.Take(new ChatEvent(ChatEventKind.Start) { Id = Text.Read(data, "responseId"u8), Name = Text.Read(data, "modelVersion"u8) });
        }

        foreach (var candidate in data.Items("candidates"u8))
        {
            if (candidate.Integer("index"u8) is null or 0)
            {
                Candidate(candidate, sink);
            }
        }

        if (GeminiReplyReader.IsBlocked(data))
        {
            sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = StopReason.ContentFilter });
        }

        if (data.Has("usageMetadata"u8, out var usage) && GeminiUsage.Read(usage) is { } counts)
        {
            sink.Take(new ChatEvent(ChatEventKind.Usage) { Usage = counts });
        }
    }

    private void Candidate(JsonElement candidate, IChatEventSink sink)
    {
        foreach (var part in candidate.Object("content"u8)?.Items("parts"u8) ?? default)
        {
            Part(part, sink);
        }

        var stop = GeminiStops.Read(candidate.Text("finishReason"u8));
        if (stop != StopReason.None)
        {
            sink.Take(new ChatEvent(ChatEventKind.Finish) { Stop = stop });
        }
    }

    private void Part(JsonElement part, IChatEventSink sink)
    {
        if (part.Object("functionCall"u8) is { } call)
        {
            Call(call, part, sink);
            return;
        }

        var isThought = part.Flag("thought"u8) == true;
        var kind = isThought ? ChatEventKind.Reasoning : ChatEventKind.Text;
        sink.Take(new ChatEvent(kind) { Text = Text.Read(part, "text"u8), Origin = Dialect.Gemini });
        if (isThought)
        {
            sink.Take(new ChatEvent(ChatEventKind.Signature) { Text = Text.Read(part, "thoughtSignature"u8), Origin = Dialect.Gemini });
        }
    }

    private void Call(JsonElement call, JsonElement part, IChatEventSink sink)
    {
        var index = _calls++;
        sink.Take(new ChatEvent(ChatEventKind.ToolStart)
        {
            Index = index,
            Id = Text.Read(call, "id"u8),
            Name = Text.Read(call, "name"u8),
            Signature = Text.Read(part, "thoughtSignature"u8),
        });
        if (call.Object("args"u8) is { } arguments)
        {
            // Mostly as they are; arguments that were wrapped, because they were no JSON, come out again.
            var text = arguments.Has("_raw_arguments"u8, out _)
                ? System.Text.Encoding.UTF8.GetBytes(ToolArguments.Read(arguments))
                : JsonMarshal.GetRawUtf8Value(arguments);
            sink.Take(new ChatEvent(ChatEventKind.Arguments) { Index = index, Text = text });
        }

        sink.Take(new ChatEvent(ChatEventKind.BlockEnd) { Index = index });
    }
}
