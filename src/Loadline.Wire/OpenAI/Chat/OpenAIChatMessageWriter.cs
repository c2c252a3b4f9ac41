using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes the messages of a Chat Completions body.</summary>
internal sealed class OpenAIChatMessageWriter(Utf8JsonWriter json, UpstreamTarget target, ToolNames names, ConversionLosses losses)
{
    private readonly ToolIdRule _ids = ToolIdRule.For(target);

    /// <param name="messages">The conversation, repaired.</param>
    /// <param name="note">What the model is told before all else; <see langword="null"/>: nothing.</param>
    public void Write(List<ChatMessage> messages, string? note)
    {
        json.WriteStartArray("messages"u8);
        if (note is not null)
        {
            Begin("system"u8, null);
            json.WriteString("content"u8, note);
            json.WriteEndObject();
        }

        var hasBegun = false;
        foreach (var message in messages)
        {
            Message(message, hasBegun);
            hasBegun |= message.Role != ChatRole.System;
        }

        json.WriteEndArray();
    }

    private void Message(ChatMessage message, bool hasBegun)
    {
        switch (message.Role)
        {
            case ChatRole.System when hasBegun && !TakesLateSystem(target):
                losses.Degraded("messages", "a system message inside the conversation became the user's <system-reminder>");
                Begin("user"u8, null);
                Content(SystemReminder.Wrap(message.Parts));
                json.WriteEndObject();
                break;
            case ChatRole.System:
                Begin(message.IsDeveloper && IsOpenAI ? "developer"u8 : "system"u8, message.Name);
                Content(message.Parts);
                json.WriteEndObject();
                break;
            case ChatRole.Assistant:
                Assistant(message);
                break;
            case ChatRole.Tool:
                Results(message);
                break;
            default:
                Begin("user"u8, message.Name);
                Content(message.Parts);
                json.WriteEndObject();
                break;
        }
    }

    private bool IsOpenAI => target.Server is UpstreamServer.OpenAI or UpstreamServer.Azure;

    // Chat templates of open models commonly refuse a system message that is not the first.
    private static bool TakesLateSystem(UpstreamTarget target) =>
        target.Server is not (UpstreamServer.Mistral or UpstreamServer.VLlm or UpstreamServer.LlamaCpp or UpstreamServer.Ollama);

    private void Begin(ReadOnlySpan<byte> role, string? name)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.Text("name"u8, name);
    }

    private void Content(List<ChatPart> parts)
    {
        if (parts.Count == 0)
        {
            json.WriteString("content"u8, ""u8);
        }
        else if (parts is [TextPart only] && (only.CacheMark is null || !KeepsMarks))
        {
            json.WriteString("content"u8, only.Text);
        }
        else
        {
            json.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                Part(part);
            }

            json.WriteEndArray();
        }
    }

    private bool KeepsMarks => target.Server == UpstreamServer.OpenRouter;

    private void Part(ChatPart part)
    {
        switch (part)
        {
            case TextPart text:
                Text(text.Text, KeepsMarks ? part.CacheMark : null);
                break;
            case RefusalPart refusal:
                Text(refusal.Text, null);
                break;
            case MediaPart media:
                OpenAIChatMedia.Write(json, media, losses);
                break;
        }
    }

    private void Text(string text, string? mark)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        CacheMarks.Write(json, mark);
        json.WriteEndObject();
    }

    private void Assistant(ChatMessage message)
    {
        Begin("assistant"u8, message.Name);
        var text = message.Parts.FindAll(part => part is TextPart);
        var calls = message.Parts.FindAll(part => part is ToolCallPart);
        var refusal = message.Parts.OfType<RefusalPart>().FirstOrDefault();
        if (text.Count > 0)
        {
            // Several texts are joined: not every server takes parts here.
            json.WriteString("content"u8, string.Concat(text.Select(part => ((TextPart)part).Text)));
        }
        else if (calls.Count > 0 || refusal is not null)
        {
            json.WriteNull("content"u8);
        }
        else
        {
            json.WriteString("content"u8, ""u8);
        }

        json.Text("refusal"u8, refusal?.Text);
        if (!IsOpenAI && target.Server is not (UpstreamServer.Mistral or UpstreamServer.Groq))
        {
            OpenAIChatReasoning.Write(json, message.Parts);
        }

        Calls(calls);
        json.WriteEndObject();
    }

    private void Calls(List<ChatPart> calls)
    {
        if (calls.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls.Cast<ToolCallPart>())
        {
            json.WriteStartObject();
            json.WriteString("id"u8, ToolIds.For(call.Id, _ids));
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, names.ToWire(call.Name, call.Namespace));
            json.WriteString("arguments"u8, call.IsCustom ? ToolArguments.Wrap(call.Arguments) : call.Arguments.Length == 0 ? "{}" : call.Arguments);
            json.WriteEndObject();
            OpenAIChatReplyWriter.WriteSignature(json, call.Signature);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // A tool message holds text only; what else a result has follows as the user's message, after all results of the turn.
    private void Results(ChatMessage message)
    {
        var media = new List<ChatPart>();
        foreach (var result in message.Parts.Cast<ToolResultPart>())
        {
            Begin("tool"u8, null);
            json.WriteString("tool_call_id"u8, ToolIds.For(result.CallId, _ids));
            json.WriteString("content"u8, string.Join("\n", result.Parts.OfType<TextPart>().Select(part => part.Text)));
            json.WriteEndObject();
            media.AddRange(result.Parts.Where(part => part is MediaPart));
        }

        if (media.Count > 0)
        {
            losses.Degraded("messages", "images of a tool result follow it in a user message");
            Begin("user"u8, null);
            Content([new TextPart("What the tool returned beside its text:"), .. media]);
            json.WriteEndObject();
        }
    }
}
