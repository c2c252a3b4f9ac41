using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>The members of a response object that repeat the request.</summary>
internal static class ResponsesEcho
{
    public static void Write(Utf8JsonWriter json, ChatRequest? request)
    {
        json.WriteNull("instructions"u8);
        json.WriteNull("previous_response_id"u8);
        Tools(json, request);
        json.WriteString("tool_choice"u8, request?.ToolChoice switch
        {
            ToolChoiceMode.None => "none"u8,
            ToolChoiceMode.Required or ToolChoiceMode.Named => "required"u8,
            _ => "auto"u8,
        });
        json.WriteString("truncation"u8, "disabled"u8);
        json.WriteBoolean("parallel_tool_calls"u8, request?.ParallelToolCalls ?? true);
        Text(json, request);
        json.WriteNumber("temperature"u8, request?.Temperature ?? 1);
        json.WriteNumber("top_p"u8, request?.TopP ?? 1);
        json.WriteNumber("presence_penalty"u8, 0);
        json.WriteNumber("frequency_penalty"u8, 0);
        json.WriteNumber("top_logprobs"u8, 0);
        Reasoning(json, request);
        NumberOrNull(json, "max_output_tokens"u8, request?.MaxOutputTokens);
        json.WriteNull("max_tool_calls"u8);
        json.WriteBoolean("store"u8, false);
        json.WriteBoolean("background"u8, false);
        json.WriteString("service_tier"u8, "default"u8);
        Metadata(json, request);
        json.WriteString("safety_identifier"u8, request?.User);
        json.WriteString("prompt_cache_key"u8, request?.PromptCacheKey);
    }

    private static void Tools(Utf8JsonWriter json, ChatRequest? request)
    {
        json.WriteStartArray("tools"u8);
        foreach (var tool in request?.Tools ?? [])
        {
            if (tool is { Origin: Dialect.OpenAIResponses, Namespace: null })
            {
                tool.Raw.WriteTo(json);
            }
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, ChatRequest? request)
    {
        json.WriteStartObject("text"u8);
        json.WriteStartObject("format"u8);
        var format = request?.Format;
        json.WriteString("type"u8, format is null ? "text"u8 : format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format?.Schema is { } schema)
        {
            json.WriteString("name"u8, format.Name ?? "answer");
            json.Value("schema"u8, schema);
            json.WriteBoolean("strict"u8, format.Strict ?? false);
        }

        json.WriteEndObject();
        json.Text("verbosity"u8, request?.Verbosity);
        json.WriteEndObject();
    }

    private static void Reasoning(Utf8JsonWriter json, ChatRequest? request)
    {
        json.WriteStartObject("reasoning"u8);
        json.WriteString("effort"u8, request is null or { Effort: ReasoningEffort.Unset } ? null : Efforts.Name(request.Effort));
        json.WriteNull("summary"u8);
        json.WriteEndObject();
    }

    private static void Metadata(Utf8JsonWriter json, ChatRequest? request)
    {
        if (request?.Metadata is { } metadata)
        {
            json.Value("metadata"u8, metadata);
            return;
        }

        json.WriteStartObject("metadata"u8);
        json.WriteEndObject();
    }

    private static void NumberOrNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
