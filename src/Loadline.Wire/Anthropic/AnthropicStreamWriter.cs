using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Writes a stream as Messages events. The official clients skip events without a name, so every one has it.</summary>
internal sealed class AnthropicStreamWriter(ReplyContext context) : ChatStreamWriter(context)
{
    private readonly CustomInput _custom = new();
    private int _block = -1;
    private bool _isReasoning;
    private Dialect _origin;
    private string? _signature;

    public override void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Start:
                Start();
                break;
            case ChatEventKind.TextStart or ChatEventKind.RefusalStart:
                BeginBlock("text"u8, "text"u8);
                break;
            case ChatEventKind.Text or ChatEventKind.Refusal:
                Delta("text_delta"u8, "text"u8, e.Text);
                break;
            case ChatEventKind.ReasoningStart:
                BeginReasoning(e.Origin);
                break;
            case ChatEventKind.Reasoning:
                Delta("thinking_delta"u8, "thinking"u8, e.Text);
                break;
            case ChatEventKind.Signature:
                _origin = e.Origin;
                _signature += ToText(e.Text);
                break;
            case ChatEventKind.Encrypted:
                Encrypted(e);
                break;
            case ChatEventKind.ToolStart:
                ToolStart(e);
                break;
            case ChatEventKind.Arguments:
                if (!_custom.Takes(e.Text))
                {
                    Delta("input_json_delta"u8, "partial_json"u8, e.Text);
                }

                break;
            case ChatEventKind.BlockEnd:
                EndBlock();
                break;
            case ChatEventKind.Finish:
                Finish(e);
                break;
            case ChatEventKind.End:
                Open("message_stop"u8);
                Commit();
                break;
            case ChatEventKind.Error:
                DialectErrors.WriteEvent(Dialect.Anthropic, e.Error!, Output);
                break;
            case ChatEventKind.Ping:
                Open("ping"u8);
                Commit();
                break;
        }
    }

    private Utf8JsonWriter Open(ReadOnlySpan<byte> type)
    {
        var json = Begin(type);
        json.WriteString("type"u8, type);
        return json;
    }

    private void Start()
    {
        var json = Open("message_start"u8);
        json.WriteStartObject("message"u8);
        json.WriteString("id"u8, "msg_" + Context.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, Context.Model);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);

        // The figures come with message_delta; clients count those.
        AnthropicUsage.Write(json, default);
        json.WriteEndObject();
        Commit();
    }

    private Utf8JsonWriter OpenBlock(ReadOnlySpan<byte> type)
    {
        _block++;
        var json = Open("content_block_start"u8);
        json.WriteNumber("index"u8, _block);
        json.WriteStartObject("content_block"u8);
        json.WriteString("type"u8, type);
        return json;
    }

    private void CommitBlock(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        Commit();
    }

    private void BeginBlock(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member)
    {
        var json = OpenBlock(type);
        json.WriteString(member, ""u8);
        CommitBlock(json);
    }

    private void BeginReasoning(Dialect origin)
    {
        _isReasoning = true;
        _origin = origin;
        _signature = null;
        var json = OpenBlock("thinking"u8);
        json.WriteString("thinking"u8, ""u8);
        json.WriteString("signature"u8, ""u8);
        CommitBlock(json);
    }

    private void Encrypted(in ChatEvent e)
    {
        if (e.Origin is Dialect.Anthropic or Dialect.Bedrock)
        {
            var json = OpenBlock("redacted_thinking"u8);
            json.WriteString("data"u8, e.Text);
            CommitBlock(json);
            EndBlock();
            return;
        }

        SealedOnly(e.Origin, ReasoningSeal.Join(e.Id.IsEmpty ? null : ToText(e.Id), ToText(e.Text))!);
    }

    // A thought without text: what must come back with it travels in its signature.
    private void SealedOnly(Dialect origin, string payload)
    {
        BeginReasoning(origin);
        _signature = payload;
        EndBlock();
    }

    private void ToolStart(in ChatEvent e)
    {
        if (!e.Signature.IsEmpty)
        {
            SealedOnly(Dialect.Gemini, ToText(e.Signature));
        }

        _custom.Begin(e.IsCustom, isWrapped: false);
        var json = OpenBlock("tool_use"u8);
        json.WriteString("id"u8, CallIds.For(e.Id, Context, e.Index));
        json.WriteString("name"u8, Context.Restore(ToText(e.Name)).Name);
        json.WriteStartObject("input"u8);
        json.WriteEndObject();
        CommitBlock(json);
    }

    private void Delta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ReadOnlySpan<byte> text)
    {
        var json = Open("content_block_delta"u8);
        json.WriteNumber("index"u8, _block);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        json.WriteString(member, text);
        json.WriteEndObject();
        Commit();
    }

    private void EndBlock()
    {
        if (_custom.TryEnd(out var input))
        {
            var wrapped = ToolArguments.Wrap(System.Text.Encoding.UTF8.GetString(input));
            Delta("input_json_delta"u8, "partial_json"u8, System.Text.Encoding.UTF8.GetBytes(wrapped));
        }

        if (_isReasoning)
        {
            _isReasoning = false;
            Delta("signature_delta"u8, "signature"u8, System.Text.Encoding.UTF8.GetBytes(AnthropicReplyWriter.Signature(_origin, _signature)));
        }

        var json = Open("content_block_stop"u8);
        json.WriteNumber("index"u8, _block);
        Commit();
    }

    private void Finish(in ChatEvent e)
    {
        var json = Open("message_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, AnthropicStops.Write(e.Stop));
        if (e.Text.IsEmpty)
        {
            json.WriteNull("stop_sequence"u8);
        }
        else
        {
            json.WriteString("stop_sequence"u8, e.Text);
        }

        json.WriteEndObject();
        AnthropicUsage.Write(json, e.Usage);
        Commit();
    }
}
