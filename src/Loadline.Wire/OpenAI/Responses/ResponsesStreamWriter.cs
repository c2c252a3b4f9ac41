using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Writes a stream as Responses events.</summary>
/// <remarks>Its last events repeat what came before, so the reply is collected on the way; the sequencer bounds it.</remarks>
internal sealed class ResponsesStreamWriter(ReplyContext context) : ChatStreamWriter(context)
{
    private readonly ReplyBuilder _reply = new();
    private readonly CustomInput _custom = new();
    private ChatPart _item = new TextPart(string.Empty);
    private byte[] _itemId = [];
    private int _sequence;
    private int _output = -1;
    private int _calls;

    public override void Take(in ChatEvent e)
    {
        _reply.Take(e);
        switch (e.Kind)
        {
            case ChatEventKind.Start:
                Snapshot("response.created"u8, isDone: false);
                Snapshot("response.in_progress"u8, isDone: false);
                break;
            case ChatEventKind.TextStart:
                BeginMessage(new TextPart(string.Empty));
                break;
            case ChatEventKind.RefusalStart:
                BeginMessage(new RefusalPart(string.Empty));
                break;
            case ChatEventKind.ReasoningStart:
                BeginReasoning(e.Origin);
                break;
            case ChatEventKind.Text:
                Delta("response.output_text.delta"u8, e.Text, "content_index"u8, withLogprobs: true);
                break;
            case ChatEventKind.Refusal:
                Delta("response.refusal.delta"u8, e.Text, "content_index"u8);
                break;
            case ChatEventKind.Reasoning:
                Delta("response.reasoning_summary_text.delta"u8, e.Text, "summary_index"u8);
                break;
            case ChatEventKind.Encrypted:
                Whole(_reply.Reply.Parts[^1]);
                break;
            case ChatEventKind.ToolStart:
                BeginCall(e);
                break;
            case ChatEventKind.Arguments:
                if (!_custom.Takes(e.Text))
                {
                    Delta("response.function_call_arguments.delta"u8, e.Text, default);
                }

                break;
            case ChatEventKind.BlockEnd:
                EndBlock();
                break;
            case ChatEventKind.End:
                Snapshot(EndName(), isDone: true);
                break;
            case ChatEventKind.Error:
                Failed(e.Error!);
                break;
            case ChatEventKind.Ping:
                System.Buffers.BuffersExtensions.Write(Output, ": ping\n\n"u8);
                break;
        }
    }

    private Utf8JsonWriter Open(ReadOnlySpan<byte> type)
    {
        var json = Begin(type);
        json.WriteString("type"u8, type);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private void Snapshot(ReadOnlySpan<byte> type, bool isDone)
    {
        var json = Open(type);
        json.WritePropertyName("response"u8);
        ResponsesReplyWriter.WriteObject(json, _reply.Reply, Context, isDone);
        Commit();
    }

    private ReadOnlySpan<byte> EndName()
    {
        var status = ResponsesReplyWriter.Status(_reply.Reply);
        return status.SequenceEqual("completed"u8) ? "response.completed"u8
            : status.SequenceEqual("failed"u8) ? "response.failed"u8
            : "response.incomplete"u8;
    }

    // The clients' own way of hearing of a failure after the beginning; before it, the plain error event.
    private void Failed(ChatError error)
    {
        if (_sequence == 0)
        {
            DialectErrors.WriteEvent(Dialect.OpenAIResponses, error, Output, _sequence++);
            return;
        }

        Snapshot("response.failed"u8, isDone: true);
    }

    private void BeginItem(ChatPart part)
    {
        _item = part;
        _output++;
        _itemId = System.Text.Encoding.UTF8.GetBytes(ResponsesItemWriter.Id(part, Context, _output));
        Item("response.output_item.added"u8, part, isDone: false);
    }

    private void EndItem(ChatPart part)
    {
        Item("response.output_item.done"u8, part, isDone: true);
        _calls += part is ToolCallPart ? 1 : 0;
    }

    private void Item(ReadOnlySpan<byte> type, ChatPart part, bool isDone)
    {
        var json = Open(type);
        json.WriteNumber("output_index"u8, _output);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.Write(json, part, Context, _output, _calls, isDone);
        Commit();
    }

    private Utf8JsonWriter OpenInItem(ReadOnlySpan<byte> type, ReadOnlySpan<byte> indexName)
    {
        var json = Open(type);
        json.WriteString("item_id"u8, _itemId);
        json.WriteNumber("output_index"u8, _output);
        if (!indexName.IsEmpty)
        {
            json.WriteNumber(indexName, 0);
        }

        return json;
    }

    private void Delta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> text, ReadOnlySpan<byte> indexName, bool withLogprobs = false)
    {
        var json = OpenInItem(type, indexName);
        json.WriteString("delta"u8, text);
        if (withLogprobs)
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        Commit();
    }

    private void BeginMessage(ChatPart part)
    {
        BeginItem(part);
        ContentPart("response.content_part.added"u8, part, isDone: false);
    }

    private void ContentPart(ReadOnlySpan<byte> type, ChatPart part, bool isDone)
    {
        var json = OpenInItem(type, "content_index"u8);
        json.WritePropertyName("part"u8);
        ResponsesItemWriter.Content(json, part, isDone);
        Commit();
    }

    private void BeginReasoning(Dialect origin)
    {
        BeginItem(new ReasoningPart(string.Empty, origin));
        SummaryPart("response.reasoning_summary_part.added"u8, string.Empty);
    }

    private void SummaryPart(ReadOnlySpan<byte> type, string text)
    {
        var json = OpenInItem(type, "summary_index"u8);
        json.WritePropertyName("part"u8);
        MediaNotes.Text(json, "summary_text"u8, text);
        Commit();
    }

    private void Whole(ChatPart part)
    {
        BeginItem(part);
        EndItem(part);
    }

    private void BeginCall(in ChatEvent e)
    {
        if (!e.Signature.IsEmpty)
        {
            Whole(new ReasoningPart(string.Empty, Dialect.Gemini) { Signature = ToText(e.Signature) });
        }

        var call = new ToolCallPart(ToText(e.Id), ToText(e.Name), string.Empty)
        {
            IsCustom = e.IsCustom,
            Namespace = e.Namespace.IsEmpty ? null : ToText(e.Namespace),
        };
        _custom.Begin(ResponsesItemWriter.IsCustom(call, Context), isWrapped: !e.IsCustom);
        BeginItem(call);
    }

    private void EndBlock()
    {
        var part = _reply.Reply.Parts[^1];
        switch (part)
        {
            case TextPart text:
                Done("response.output_text.done"u8, "content_index"u8, "text"u8, text.Text);
                ContentPart("response.content_part.done"u8, part, isDone: true);
                break;
            case RefusalPart refusal:
                Done("response.refusal.done"u8, "content_index"u8, "refusal"u8, refusal.Text);
                ContentPart("response.content_part.done"u8, part, isDone: true);
                break;
            case ReasoningPart reasoning:
                Done("response.reasoning_summary_text.done"u8, "summary_index"u8, "text"u8, reasoning.Text);
                SummaryPart("response.reasoning_summary_part.done"u8, reasoning.Text);
                break;
            case ToolCallPart call:
                EndCall(call);
                break;
        }

        EndItem(part);
    }

    private void EndCall(ToolCallPart call)
    {
        if (_custom.TryEnd(out var input))
        {
            Delta("response.custom_tool_call_input.delta"u8, input, default);
            Done("response.custom_tool_call_input.done"u8, default, "input"u8, System.Text.Encoding.UTF8.GetString(input));
            return;
        }

        Done("response.function_call_arguments.done"u8, default, "arguments"u8, call.Arguments.Length == 0 ? "{}" : call.Arguments);
    }

    private void Done(ReadOnlySpan<byte> type, ReadOnlySpan<byte> indexName, ReadOnlySpan<byte> member, string text)
    {
        var json = OpenInItem(type, indexName);
        json.WriteString(member, text);
        if (member.SequenceEqual("text"u8) && type.SequenceEqual("response.output_text.done"u8))
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }

        Commit();
    }
}
