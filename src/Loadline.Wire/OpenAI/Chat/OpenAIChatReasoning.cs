using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Reasoning in the Chat dialect, where every server has its own member for it.</summary>
/// <remarks>
/// <c>reasoning_content</c> (DeepSeek, vLLM and most), <c>reasoning</c> (OpenRouter, Groq, Ollama) and OpenRouter's <c>reasoning_details</c>, the one form
/// that also carries signatures and encrypted thoughts. Written: <c>reasoning_content</c>, and <c>reasoning_details</c> where there is something sealed.
/// </remarks>
internal static class OpenAIChatReasoning
{
    /// <summary>Reads the reasoning of a message.</summary>
    public static List<ChatPart> Read(JsonElement message)
    {
        var parts = new List<ChatPart>();
        foreach (var detail in message.Items("reasoning_details"u8))
        {
            if (Detail(detail) is { } part)
            {
                parts.Add(part);
            }
        }

        var text = message.Text("reasoning_content"u8) ?? message.Text("reasoning"u8);
        if (!string.IsNullOrEmpty(text) && !parts.Exists(part => part is ReasoningPart { Text.Length: > 0 }))
        {
            parts.Insert(0, new ReasoningPart(text, Dialect.OpenAIChat));
        }

        return parts;
    }

    /// <summary>Whose form a detail has.</summary>
    public static Dialect Origin(JsonElement detail) => detail.Text("format"u8) switch
    {
        { } format when format.StartsWith("anthropic", StringComparison.Ordinal) => Dialect.Anthropic,
        { } format when format.StartsWith("openai-responses", StringComparison.Ordinal) => Dialect.OpenAIResponses,
        { } format when format.StartsWith("google", StringComparison.Ordinal) => Dialect.Gemini,
        _ => Dialect.OpenAIChat,
    };

    public static ReadOnlySpan<byte> Format(Dialect origin) => origin switch
    {
        Dialect.Anthropic or Dialect.Bedrock => "anthropic-claude-v1"u8,
        Dialect.OpenAIResponses => "openai-responses-v1"u8,
        Dialect.Gemini => "google-gemini-v1"u8,
        _ => "unknown"u8,
    };

    /// <summary>Writes the reasoning of a message.</summary>
    public static void Write(Utf8JsonWriter json, List<ChatPart> parts)
    {
        var text = string.Concat(parts.OfType<ReasoningPart>().Select(part => part.Text));
        json.Text("reasoning_content"u8, text.Length > 0 ? text : null);
        if (!parts.Exists(part => part is ReasoningPart { Signature: not null } or ReasoningPart { Encrypted: not null }))
        {
            return;
        }

        json.WriteStartArray("reasoning_details"u8);
        foreach (var part in parts.OfType<ReasoningPart>())
        {
            WriteDetail(json, part);
        }

        json.WriteEndArray();
    }

    private static void WriteDetail(Utf8JsonWriter json, ReasoningPart part)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, part.Encrypted is null ? "reasoning.text"u8 : "reasoning.encrypted"u8);
        json.Text("text"u8, part.Encrypted is null ? part.Text : null);
        json.Text("data"u8, part.Encrypted);
        json.Text("signature"u8, part.Signature);
        json.Text("id"u8, part.Id);
        json.WriteString("format"u8, Format(part.Origin));
        json.WriteEndObject();
    }

    private static ReasoningPart? Detail(JsonElement detail) => detail.Text("type"u8) switch
    {
        "reasoning.encrypted" when detail.Text("data"u8) is { } data =>
            new ReasoningPart(string.Empty, Origin(detail)) { Encrypted = data, Id = detail.Text("id"u8) },
        "reasoning.text" => new ReasoningPart(detail.Text("text"u8) ?? string.Empty, Origin(detail)) { Signature = detail.Text("signature"u8) },
        "reasoning.summary" => new ReasoningPart(detail.Text("summary"u8) ?? string.Empty, Origin(detail)) { IsSummary = true },
        _ => null,
    };
}
