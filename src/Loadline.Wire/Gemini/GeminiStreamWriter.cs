using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Writes a stream as pieces of a <c>generateContent</c> reply; calls go out whole, as Gemini sends them.</summary>
internal sealed class GeminiStreamWriter(ReplyContext context) : ChatStreamWriter(context)
{
    private readonly ReplyBuilder _reply = new();
    private int _calls;

    public override void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Text or ChatEventKind.Refusal:
                Text(e.Text, isThought: false);
                break;
            case ChatEventKind.Reasoning:
                Text(e.Text, isThought: true);
                break;
            case ChatEventKind.ReasoningStart or ChatEventKind.Signature or ChatEventKind.ToolStart or ChatEventKind.Arguments:
                _reply.Take(e);
                break;
            case ChatEventKind.Encrypted:
                _reply.Take(e);
                Sealed((ReasoningPart)_reply.Reply.Parts[^1]);
                break;
            case ChatEventKind.TextStart or ChatEventKind.RefusalStart:
                _reply.Take(e);
                break;
            case ChatEventKind.BlockEnd:
                _reply.Take(e);
                EndBlock();
                break;
            case ChatEventKind.Finish:
                Finish(e);
                break;
            case ChatEventKind.Error:
                DialectErrors.WriteEvent(Dialect.Gemini, e.Error!, Output);
                break;
            case ChatEventKind.Ping:
                System.Buffers.BuffersExtensions.Write(Output, ": ping\n\n"u8);
                break;
        }
    }

    private Utf8JsonWriter Open()
    {
        var json = Begin(default);
        json.WriteStartArray("candidates"u8);
        json.WriteStartObject();
        json.WriteStartObject("content"u8);
        json.WriteStartArray("parts"u8);
        return json;
    }

    private void Close(Utf8JsonWriter json)
    {
        CloseParts(json);
        CloseCandidate(json);
    }

    private static void CloseParts(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteString("role"u8, "model"u8);
        json.WriteEndObject();
    }

    private void CloseCandidate(Utf8JsonWriter json)
    {
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        GeminiReplyWriter.Ending(json, Context);
        Commit();
    }

    private void Text(ReadOnlySpan<byte> text, bool isThought)
    {
        var json = Open();
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        if (isThought)
        {
            json.WriteBoolean("thought"u8, true);
        }

        json.WriteEndObject();
        Close(json);
    }

    private void EndBlock()
    {
        switch (_reply.Reply.Parts[^1])
        {
            case ToolCallPart call:
                var json = Open();
                GeminiReplyWriter.Call(json, call, Context, _calls++);
                Close(json);
                break;
            case ReasoningPart reasoning when reasoning.Signature is not null || reasoning.Origin == Dialect.OpenAIChat:
                Sealed(reasoning);
                break;
        }

        _reply.Reply.Parts.Clear();
    }

    private void Sealed(ReasoningPart part)
    {
        var json = Open();
        GeminiReplyWriter.Thought(json, part, string.Empty);
        Close(json);
    }

    private void Finish(in ChatEvent e)
    {
        var json = Open();
        json.WriteStartObject();
        json.WriteString("text"u8, ""u8);
        json.WriteEndObject();
        CloseParts(json);
        json.WriteString("finishReason"u8, GeminiStops.Write(e.Stop));
        json.WriteNumber("index"u8, 0);
        json.WriteEndObject();
        json.WriteEndArray();
        if (e.Usage != default)
        {
            GeminiUsage.Write(json, e.Usage);
        }

        GeminiReplyWriter.Ending(json, Context);
        Commit();
    }
}
