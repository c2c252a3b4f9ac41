using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Loadline.Testing;

/// <summary>The JSON of OpenAI's API that the fake upstream speaks.</summary>
internal static class OpenAIJson
{
    private const string Id = "chatcmpl-fake";
    private const long Created = 1_767_225_600;

    public static string Error(string code, string message) => Encoding.UTF8.GetString(Write(w =>
    {
        w.WriteStartObject("error"u8);
        w.WriteString("message"u8, message);
        w.WriteString("type"u8, "upstream_error"u8);
        w.WriteNull("param"u8);
        w.WriteString("code"u8, code);
        w.WriteEndObject();
    }));

    public static byte[] Completion(UpstreamScript script, string model, int tokens) => Write(w =>
    {
        Head(w, "chat.completion", model);
        w.WriteStartArray("choices"u8);
        w.WriteStartObject();
        w.WriteNumber("index"u8, 0);
        w.WriteStartObject("message"u8);
        w.WriteString("role"u8, "assistant"u8);
        if (script.Refuses)
        {
            w.WriteNull("content"u8);
        }
        else if (script.ToolCalls.Count == 0)
        {
            w.WriteString("content"u8, string.Concat(ChatStream.TextTokens(script)));
        }
        else
        {
            w.WriteNull("content"u8);
            ToolCalls(w, script.ToolCalls);
        }

        w.WriteString("refusal"u8, script.Refuses ? string.Concat(ChatStream.TextTokens(script)) : null);
        w.WriteEndObject();
        w.WriteNull("logprobs"u8);
        w.WriteString("finish_reason"u8, FinishReason(script));
        w.WriteEndObject();
        w.WriteEndArray();
        if (script.UsageReport != UsageReport.Never)
        {
            Usage(w, script.Usage, tokens);
        }
    });

    /// <summary>A chunk with one choice.</summary>
    public static byte[] Chunk(string model, Action<Utf8JsonWriter> delta, string? finishReason, Action<Utf8JsonWriter>? usage = null) => Write(w =>
    {
        Head(w, "chat.completion.chunk", model);
        w.WriteStartArray("choices"u8);
        w.WriteStartObject();
        w.WriteNumber("index"u8, 0);
        w.WriteStartObject("delta"u8);
        delta(w);
        w.WriteEndObject();
        w.WriteNull("logprobs"u8);
        w.WriteString("finish_reason"u8, finishReason);
        w.WriteEndObject();
        w.WriteEndArray();
        usage?.Invoke(w);
    });

    /// <summary>The chunk that has usage and no choices.</summary>
    public static byte[] UsageChunk(string model, FakeUsage usage, int tokens) => Write(w =>
    {
        Head(w, "chat.completion.chunk", model);
        w.WriteStartArray("choices"u8);
        w.WriteEndArray();
        Usage(w, usage, tokens);
    });

    public static Action<Utf8JsonWriter> TextDelta(string text, string member = "content") => w => w.WriteString(member, text);

    public static string FinishReason(UpstreamScript script)
        => script.FinishReason ?? (script.ToolCalls.Count > 0 ? "tool_calls" : "stop");

    /// <summary>A server-sent event without a name.</summary>
    public static byte[] Event(ReadOnlySpan<byte> json, string lineEnd)
    {
        var end = Encoding.ASCII.GetBytes(lineEnd + lineEnd);
        return [.. "data: "u8, .. json, .. end];
    }

    public static byte[] Event(string json, string lineEnd) => Event(Encoding.UTF8.GetBytes(json), lineEnd);

    public static void Usage(Utf8JsonWriter w, FakeUsage usage, int tokens)
    {
        var completion = usage.CompletionTokens ?? tokens;
        w.WriteStartObject("usage"u8);
        w.WriteNumber("prompt_tokens"u8, usage.PromptTokens);
        w.WriteNumber("completion_tokens"u8, completion);
        w.WriteNumber("total_tokens"u8, usage.PromptTokens + completion);
        w.WriteStartObject("prompt_tokens_details"u8);
        w.WriteNumber("cached_tokens"u8, usage.CachedTokens);
        w.WriteEndObject();
        w.WriteStartObject("completion_tokens_details"u8);
        w.WriteNumber("reasoning_tokens"u8, usage.ReasoningTokens);
        w.WriteEndObject();
        w.WriteEndObject();
    }

    public static byte[] Models(IEnumerable<string> ids) => Write(w =>
    {
        w.WriteString("object"u8, "list"u8);
        w.WriteStartArray("data"u8);
        foreach (var id in ids)
        {
            w.WriteStartObject();
            w.WriteString("id"u8, id);
            w.WriteString("object"u8, "model"u8);
            w.WriteNumber("created"u8, Created);
            w.WriteString("owned_by"u8, "fake"u8);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    });

    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Head(Utf8JsonWriter w, string kind, string model)
    {
        w.WriteString("id"u8, Id);
        w.WriteString("object"u8, kind);
        w.WriteNumber("created"u8, Created);
        w.WriteString("model"u8, model);
    }

    private static void ToolCalls(Utf8JsonWriter w, IReadOnlyList<FakeToolCall> calls)
    {
        w.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            w.WriteStartObject();
            w.WriteString("id"u8, call.Id);
            w.WriteString("type"u8, "function"u8);
            w.WriteStartObject("function"u8);
            w.WriteString("name"u8, call.Name);
            w.WriteString("arguments"u8, call.Arguments);
            w.WriteEndObject();
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }
}
