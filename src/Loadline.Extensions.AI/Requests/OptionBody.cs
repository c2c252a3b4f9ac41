using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Requests;

/// <summary>Writes <see cref="ChatOptions"/> in Chat Completions words.</summary>
internal static class OptionBody
{
    /// <summary>The additional property whose members are the request's <c>metadata</c>.</summary>
    public const string Metadata = "metadata";

    public static void Write(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options is null)
        {
            return;
        }

        Sampling(json, options);
        if (options.Tools is { Count: > 0 } tools)
        {
            ToolBody.Write(json, tools, options.ToolMode, options.AllowMultipleToolCalls);
        }

        if (options.ResponseFormat is ChatResponseFormatJson format)
        {
            Format(json, format);
        }

        if (options.Reasoning?.Effort is { } effort)
        {
            json.WriteString("reasoning_effort"u8, EffortNames.Name(effort));
        }

        Additional(json, options.AdditionalProperties);
    }

    private static void Sampling(Utf8JsonWriter json, ChatOptions options)
    {
        if (options.MaxOutputTokens is { } most)
        {
            json.WriteNumber("max_completion_tokens"u8, most);
        }

        if (options.Temperature is { } temperature)
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (options.TopP is { } topP)
        {
            json.WriteNumber("top_p"u8, topP);
        }

        if (options.FrequencyPenalty is { } frequency)
        {
            json.WriteNumber("frequency_penalty"u8, frequency);
        }

        if (options.PresencePenalty is { } presence)
        {
            json.WriteNumber("presence_penalty"u8, presence);
        }

        if (options.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop"u8);
            for (var i = 0; i < stops.Count; i++)
            {
                json.WriteStringValue(stops[i]);
            }

            json.WriteEndArray();
        }
    }

    private static void Format(Utf8JsonWriter json, ChatResponseFormatJson format)
    {
        json.WriteStartObject("response_format"u8);
        if (format.Schema is { } schema)
        {
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.SchemaName ?? "response");
            if (format.SchemaDescription is { } description)
            {
                json.WriteString("description"u8, description);
            }

            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("type"u8, "json_object"u8);
        }

        json.WriteEndObject();
    }

    // What rules, sessions and records read of a body beside its conversation.
    private static void Additional(Utf8JsonWriter json, AdditionalPropertiesDictionary? properties)
    {
        if (properties is not { Count: > 0 })
        {
            return;
        }

        Text(json, properties, "user");
        Text(json, properties, "safety_identifier");
        Text(json, properties, "prompt_cache_key");
        if (properties.TryGetValue(Metadata, out var value))
        {
            MetadataBody.Write(json, value);
        }
    }

    private static void Text(Utf8JsonWriter json, AdditionalPropertiesDictionary properties, string name)
    {
        if (properties.TryGetValue(name, out var value) && value is string text)
        {
            json.WriteString(name, text);
        }
    }
}
