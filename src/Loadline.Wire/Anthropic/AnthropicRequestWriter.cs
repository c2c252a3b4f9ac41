using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary>Writes a neutral request as a Messages body.</summary>
internal static class AnthropicRequestWriter
{
    // The API insists on a limit; where neither caller nor catalogue names one, this is what its own examples use most.
    private const int DefaultMaxTokens = 4096;

    public static void Write(
        ChatRequest request, UpstreamTarget target, ToolNames names, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var json = JsonOutput.Writer(output);
        var turns = Turns.Of(RequestRepair.Messages(request, target, losses), request, target, losses);
        var maxTokens = Limit(request, target, losses);
        var thinking = ThinkingPlan.For(request, target, turns.Messages, maxTokens, losses);
        var marks = new AnthropicCacheMarks(losses);
        json.WriteStartObject();
        json.WriteString("model"u8, target.Model);
        json.WriteNumber("max_tokens"u8, maxTokens);
        var blocks = new AnthropicBlockWriter(json, target, names, marks, losses);
        System(json, turns.System, Note(request, target, losses), blocks);
        blocks.Messages(turns.Messages);
        AnthropicTools.Write(json, request, target, names, marks, losses);
        Sampling(json, request, target, thinking, losses);
        Thinking(json, request, thinking);
        OutputConfig(json, request, target, thinking);
        Labels(json, request, losses);
        RequestExtras.Write(json, request, Dialect.Anthropic, losses);
        json.WriteEndObject();
        json.Flush();
    }

    private static long Limit(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (MaxTokens.For(request, target, losses) is { } limit)
        {
            return limit;
        }

        losses.Added("max_tokens", "the limit that the dialect requires");
        return target.MaxOutputTokens ?? DefaultMaxTokens;
    }

    private static string? Note(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (request.Format is null || (request.Format.Schema is not null && target.Traits.TakesSchema))
        {
            return null;
        }

        losses.Degraded("response_format", "told in words; this model takes no such promise");
        return request.Format.Schema is { } schema ? FormatNotes.Schema(schema) : FormatNotes.Json;
    }

    private static void System(Utf8JsonWriter json, List<ChatPart> parts, string? note, AnthropicBlockWriter blocks)
    {
        if (note is not null)
        {
            parts = [.. parts, new TextPart(note)];
        }

        if (parts.Count > 0)
        {
            json.WritePropertyName("system"u8);
            blocks.Content(parts);
        }
    }

    private static void Sampling(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ThinkingPlan thinking, ConversionLosses losses)
    {
        RequestExtras.Lost(losses, "frequency_penalty", request.FrequencyPenalty is not (null or 0));
        RequestExtras.Lost(losses, "presence_penalty", request.PresencePenalty is not (null or 0));
        RequestExtras.Lost(losses, "seed", request.Seed is not null);
        if (!target.Traits.TakesSampling || thinking.IsOn)
        {
            RequestExtras.Lost(losses, "temperature", request.Temperature is not (null or 1));
            RequestExtras.Lost(losses, "top_p", request.TopP is not (null or 1));
            RequestExtras.Lost(losses, "top_k", request.TopK is not null);
            return;
        }

        if (request.Temperature > 1)
        {
            losses.Clamped("temperature", "the most is 1");
        }

        json.Number("temperature"u8, request.Temperature is { } temperature ? Math.Min(temperature, 1) : null);

        // Newer models refuse both; the temperature is the one that callers mean.
        var hasBoth = request.Temperature is not null && request.TopP is not null && target.Traits.TakesSchema;
        RequestExtras.Lost(losses, "top_p", hasBoth && request.TopP != 1);
        json.Number("top_p"u8, hasBoth ? null : request.TopP);
        json.Number("top_k"u8, request.TopK);
    }

    private static void Thinking(Utf8JsonWriter json, ChatRequest request, ThinkingPlan thinking)
    {
        if (!thinking.IsOn)
        {
            return;
        }

        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, thinking.Budget is null ? "adaptive"u8 : "enabled"u8);
        json.Number("budget_tokens"u8, thinking.Budget);
        json.Text("display"u8, request.ShowThoughts is { } show ? show ? "summarized" : "omitted" : null);
        json.WriteEndObject();
    }

    private static void OutputConfig(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ThinkingPlan thinking)
    {
        var schema = target.Traits.TakesSchema ? request.Format?.Schema : null;
        var effort = target.Traits.Thinking == ThinkingForm.Level ? thinking.Effort : ReasoningEffort.Unset;
        if (schema is null && effort == ReasoningEffort.Unset)
        {
            return;
        }

        json.WriteStartObject("output_config"u8);
        json.Text("effort"u8, effort == ReasoningEffort.Unset ? null : Efforts.Name(effort));
        if (schema is { } wanted)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WritePropertyName("schema"u8);
            ClosedSchema.Write(json, wanted);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Labels(Utf8JsonWriter json, ChatRequest request, ConversionLosses losses)
    {
        if (request.User is { } user)
        {
            json.WriteStartObject("metadata"u8);
            json.WriteString("user_id"u8, user);
            json.WriteEndObject();
        }

        var stops = request.StopSequences.FindAll(stop => !string.IsNullOrWhiteSpace(stop));
        RequestExtras.Lost(losses, "stop", stops.Count < request.StopSequences.Count);
        if (stops.Count > 0)
        {
            json.WriteStartArray("stop_sequences"u8);
            stops.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        json.Text("service_tier"u8, request.Origin == Dialect.Anthropic ? request.ServiceTier : null);
        RequestExtras.Lost(losses, "service_tier", request.Origin != Dialect.Anthropic && request.ServiceTier is not (null or "auto" or "default"));
        RequestExtras.Lost(losses, "verbosity", request.Verbosity is not null);
        RequestExtras.Lost(losses, "metadata", request.Metadata is not null);
        RequestExtras.Lost(losses, "prompt_cache_key", request.PromptCacheKey is not null);
    }
}
