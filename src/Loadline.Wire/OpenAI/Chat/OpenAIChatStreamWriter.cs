using System.Buffers;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes a stream as Chat Completions chunks.</summary>
internal sealed class OpenAIChatStreamWriter(ReplyContext context) : ChatStreamWriter(context)
{
    private readonly byte[] _id = System.Text.Encoding.UTF8.GetBytes("chatcmpl-" + context.Id);
    private readonly byte[] _model = System.Text.Encoding.UTF8.GetBytes(context.Model);
    private readonly CustomInput _custom = new();

    public override void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Start:
                Role();
                break;
            case ChatEventKind.Text:
                Delta("content"u8, e.Text);
                break;
            case ChatEventKind.Refusal:
                Delta("refusal"u8, e.Text);
                break;
            case ChatEventKind.Reasoning:
                Delta("reasoning_content"u8, e.Text);
                break;
            case ChatEventKind.Signature:
                Detail("reasoning.text"u8, "signature"u8, e);
                break;
            case ChatEventKind.Encrypted:
                Detail("reasoning.encrypted"u8, "data"u8, e);
                break;
            case ChatEventKind.ToolStart:
                ToolStart(e);
                break;
            case ChatEventKind.Arguments:
                if (!_custom.Takes(e.Text))
                {
                    Arguments(e.Index, "function"u8, "arguments"u8, e.Text);
                }

                break;
            case ChatEventKind.BlockEnd:
                if (_custom.TryEnd(out var input))
                {
                    Arguments(e.Index, "custom"u8, "input"u8, input);
                }

                break;
            case ChatEventKind.Finish:
                Finish(e);
                break;
            case ChatEventKind.End:
                Output.Write("data: [DONE]\n\n"u8);
                break;
            case ChatEventKind.Error:
                DialectErrors.WriteEvent(Dialect.OpenAIChat, e.Error!, Output);
                break;
            case ChatEventKind.Ping:
                Output.Write(": ping\n\n"u8);
                break;
        }
    }

    private Utf8JsonWriter Chunk()
    {
        var json = Begin(default);
        json.WriteString("id"u8, _id);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, Context.CreatedUnixSeconds);
        json.WriteString("model"u8, _model);
        json.WriteStartArray("choices"u8);
        return json;
    }

    private Utf8JsonWriter OpenDelta()
    {
        var json = Chunk();
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        return json;
    }

    private void CloseDelta(Utf8JsonWriter json, ReadOnlySpan<byte> finish = default)
    {
        json.WriteEndObject();
        if (finish.IsEmpty)
        {
            json.WriteNull("finish_reason"u8);
        }
        else
        {
            json.WriteString("finish_reason"u8, finish);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        Commit();
    }

    private void Role()
    {
        var json = OpenDelta();
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, ""u8);
        CloseDelta(json);
    }

    private void Delta(ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        var json = OpenDelta();
        json.WriteString(member, text);
        CloseDelta(json);
    }

    private void Detail(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, in ChatEvent e)
    {
        var json = OpenDelta();
        json.WriteStartArray("reasoning_details"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString(member, e.Text);
        if (!e.Id.IsEmpty)
        {
            json.WriteString("id"u8, e.Id);
        }

        json.WriteString("format"u8, OpenAIChatReasoning.Format(e.Origin));
        json.WriteEndObject();
        json.WriteEndArray();
        CloseDelta(json);
    }

    private void ToolStart(in ChatEvent e)
    {
        var origin = Context.Restore(ToText(e.Name));
        var isCustom = origin.IsCustom || e.IsCustom;
        _custom.Begin(isCustom, isWrapped: !e.IsCustom);
        var json = OpenDelta();
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, e.Index);
        json.WriteString("id"u8, CallIds.For(e.Id, Context, e.Index));
        json.WriteString("type"u8, isCustom ? "custom"u8 : "function"u8);
        json.WriteStartObject(isCustom ? "custom"u8 : "function"u8);
        json.WriteString("name"u8, origin.Name);
        json.WriteString(isCustom ? "input"u8 : "arguments"u8, ""u8);
        json.WriteEndObject();
        OpenAIChatReplyWriter.WriteSignature(json, e.Signature.IsEmpty ? null : ToText(e.Signature));
        json.WriteEndObject();
        json.WriteEndArray();
        CloseDelta(json);
    }

    private void Arguments(int index, ReadOnlySpan<byte> wrapper, ReadOnlySpan<byte> member, ReadOnlySpan<byte> fragment)
    {
        var json = OpenDelta();
        json.WriteStartArray("tool_calls"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject(wrapper);
        json.WriteString(member, fragment);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        CloseDelta(json);
    }

    private void Finish(in ChatEvent e)
    {
        CloseDelta(OpenDelta(), OpenAIChatStops.Write(e.Stop));
        if (Context.IncludeUsage && e.Usage != default)
        {
            Usage(e.Usage);
        }
    }

    private void Usage(in TokenUsage usage)
    {
        var json = Chunk();
        json.WriteEndArray();
        OpenAIChatUsage.Write(json, usage);
        Commit();
    }
}
