using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Writes a response object: whole, or as the first and last events of a stream carry it.</summary>
/// <remarks>Members that the schema requires are all there, null where there is nothing to say.</remarks>
internal static class ResponsesReplyWriter
{
    public static void Write(ChatReply reply, ReplyContext context, IBufferWriter<byte> output)
    {
        using var json = JsonOutput.Writer(output);
        WriteObject(json, reply, context, isDone: true);
    }

    public static void WriteObject(Utf8JsonWriter json, ChatReply reply, ReplyContext context, bool isDone)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, "resp_" + context.Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, context.CreatedUnixSeconds);
        json.WriteString("status"u8, isDone ? Status(reply) : "in_progress"u8);
        json.WriteString("model"u8, context.Model);
        Ending(json, reply, context, isDone);
        json.WriteStartArray("output"u8);
        if (isDone)
        {
            Output(json, reply, context);
        }

        json.WriteEndArray();
        ResponsesUsage.Write(json, isDone ? reply.Usage : null);
        ResponsesEcho.Write(json, context.Request);
        json.WriteEndObject();
    }

    /// <summary>The status of a reply that has ended.</summary>
    public static ReadOnlySpan<byte> Status(ChatReply reply) => reply switch
    {
        { Error: not null } or { Stop: StopReason.Error } => "failed"u8,
        { Stop: StopReason.MaxTokens or StopReason.ContextWindow or StopReason.ContentFilter } => "incomplete"u8,
        _ => "completed"u8,
    };

    private static void Ending(Utf8JsonWriter json, ChatReply reply, ReplyContext context, bool isDone)
    {
        if (isDone && Status(reply).SequenceEqual("completed"u8))
        {
            json.WriteNumber("completed_at"u8, context.CreatedUnixSeconds);
        }
        else
        {
            json.WriteNull("completed_at"u8);
        }

        if (isDone && reply.Error is { } error)
        {
            json.WriteStartObject("error"u8);
            json.WriteString("code"u8, ErrorWords.OpenAICode(error) ?? "server_error");
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error"u8);
        }

        if (isDone && Status(reply).SequenceEqual("incomplete"u8))
        {
            json.WriteStartObject("incomplete_details"u8);
            json.WriteString("reason"u8, reply.Stop == StopReason.ContentFilter ? "content_filter"u8 : "max_output_tokens"u8);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details"u8);
        }
    }

    private static void Output(Utf8JsonWriter json, ChatReply reply, ReplyContext context)
    {
        var index = 0;
        var calls = 0;
        foreach (var part in ResponsesOutput.Parts(reply.Parts))
        {
            ResponsesItemWriter.Write(json, part, context, index++, calls, isDone: true);
            calls += part is ToolCallPart ? 1 : 0;
        }
    }
}
