using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Reads a whole Chat Completions reply.</summary>
internal static class OpenAIChatReplyReader
{
    public static ChatReply Read(JsonElement root)
    {
        var reply = new ChatReply { Id = root.Text("id"u8) ?? string.Empty, Model = root.Text("model"u8) ?? string.Empty };
        var choices = root.Items("choices"u8);
        foreach (var choice in choices)
        {
            Choice(choice, reply);
            break;
        }

        if (root.Has("choices"u8, out var all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 1)
        {
            reply.Losses.Dropped("choices", "answers after the first");
        }

        reply.Usage = root.Has("usage"u8, out var usage) ? OpenAIChatUsage.Read(usage) : null;
        reply.Stop = BlockSequencer.Derive(reply.Stop, reply.Parts.Exists(part => part is ToolCallPart));
        return reply;
    }

    private static void Choice(JsonElement choice, ChatReply reply)
    {
        if (choice.Object("message"u8) is { } message)
        {
            reply.Parts.AddRange(OpenAIChatReasoning.Read(message));
            Content(message, reply);
            Calls(message, reply);
        }

        if (choice.Has("finish_reason"u8, out var finish) && finish.AsText() is { } reason)
        {
            reply.Stop = OpenAIChatStops.Read(System.Text.Encoding.UTF8.GetBytes(reason));
        }

        if (choice.Object("error"u8) is { } error)
        {
            reply.Error = ErrorReader.Read(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(error), 0);
        }
    }

    private static void Content(JsonElement message, ChatReply reply)
    {
        if (message.Text("content"u8) is { Length: > 0 } text)
        {
            reply.Parts.Add(new TextPart(text));
        }

        foreach (var part in message.Items("content"u8))
        {
            if (part.Text("text"u8) is { Length: > 0 } piece)
            {
                reply.Parts.Add(new TextPart(piece));
            }
            else if (part.Is("type"u8, "thinking"u8))
            {
                reply.Parts.Add(new ReasoningPart(OpenAIChatMessageReader.MistralText(part), Dialect.OpenAIChat));
            }
        }

        if (message.Text("refusal"u8) is { Length: > 0 } refusal)
        {
            reply.Parts.Add(new RefusalPart(refusal));
        }

        if (message.Object("audio"u8)?.Text("transcript"u8) is { Length: > 0 } transcript)
        {
            reply.Losses.Degraded("audio", "only the transcript is carried");
            reply.Parts.Add(new TextPart(transcript));
        }
    }

    private static void Calls(JsonElement message, ChatReply reply)
    {
        foreach (var call in message.Items("tool_calls"u8))
        {
            reply.Parts.Add(OpenAIChatMessageReader.Call(call));
        }

        if (message.Object("function_call"u8) is { } old)
        {
            reply.Parts.Add(new ToolCallPart(string.Empty, old.Text("name"u8) ?? string.Empty, old.Text("arguments"u8) ?? string.Empty));
        }
    }
}
