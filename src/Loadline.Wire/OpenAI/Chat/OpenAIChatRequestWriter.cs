using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Writes a neutral request as a Chat Completions body, in the form that the server at hand takes.</summary>
internal static class OpenAIChatRequestWriter
{
    public static void Write(
        ChatRequest request, UpstreamTarget target, ToolNames names, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteString("model"u8, target.Model);
        var messages = RequestRepair.Messages(request, target, losses);
        new OpenAIChatMessageWriter(json, target, names, losses).Write(messages, SchemaNote(request, target, losses));
        Stream(json, request, target);
        Limits(json, request, target, losses);
        Sampling(json, request, target, losses);
        OpenAIChatTools.Write(json, request, target, names, losses);
        Format(json, request, target);
        Labels(json, request, target, losses);
        RequestExtras.Write(json, request, Dialect.OpenAIChat, losses);
        json.WriteEndObject();
        json.Flush();
    }

    private static bool IsOpenAI(UpstreamTarget target) => target.Server is UpstreamServer.OpenAI or UpstreamServer.Azure;

    private static void Stream(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        if (!request.Stream)
        {
            return;
        }

        json.WriteBoolean("stream"u8, true);
        if (target.Server != UpstreamServer.Mistral)
        {
            // Mistral refuses members it does not know, and sends usage unasked.
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
    }

    private static void Limits(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        json.Number(IsOpenAI(target) ? "max_completion_tokens"u8 : "max_tokens"u8, MaxTokens.For(request, target, losses));
        if (request.StopSequences.Count == 0)
        {
            return;
        }

        if (request.StopSequences.Count > 4)
        {
            losses.Clamped("stop", "at most four stop sequences are taken");
        }

        json.WriteStartArray("stop"u8);
        foreach (var stop in request.StopSequences.Take(4))
        {
            json.WriteStringValue(stop);
        }

        json.WriteEndArray();
    }

    private static void Sampling(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (target.Traits.TakesSampling)
        {
            json.Number("temperature"u8, request.Temperature);
            json.Number("top_p"u8, request.TopP);
            json.Number("frequency_penalty"u8, request.FrequencyPenalty);
            json.Number("presence_penalty"u8, request.PresencePenalty);
        }
        else
        {
            RequestExtras.Lost(losses, "temperature", request.Temperature is not (null or 1));
            RequestExtras.Lost(losses, "top_p", request.TopP is not (null or 1));
            RequestExtras.Lost(losses, "penalties", request.FrequencyPenalty is not (null or 0) || request.PresencePenalty is not (null or 0));
        }

        json.Number(target.Server == UpstreamServer.Mistral ? "random_seed"u8 : "seed"u8, request.Seed);
        if (target.Server is UpstreamServer.OpenRouter or UpstreamServer.VLlm or UpstreamServer.LlamaCpp)
        {
            json.Number("top_k"u8, request.TopK);
        }
        else
        {
            RequestExtras.Lost(losses, "top_k", request.TopK is not null);
        }
    }

    private static void Format(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        if (request.Format is not { } format)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        if (format.Schema is not { } schema || !TakesSchema(target))
        {
            json.WriteString("type"u8, "json_object"u8);
            json.WriteEndObject();
            return;
        }

        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("json_schema"u8);
        json.WriteString("name"u8, format.Name ?? "answer");
        json.Text("description"u8, format.Description);
        json.Value("schema"u8, schema);
        json.Flag("strict"u8, format.Strict ?? (Schemas.IsStrict(schema) ? true : null));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // DeepSeek's own server knows JSON objects, not schemas.
    private static bool TakesSchema(UpstreamTarget target) => target.Server != UpstreamServer.DeepSeek && target.Traits.TakesSchema;

    private static string? SchemaNote(ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        if (request.Format?.Schema is not { } schema || TakesSchema(target))
        {
            return null;
        }

        losses.Degraded("response_format", "the schema is told in words; the server only promises a JSON object");
        return FormatNotes.Schema(schema);
    }

    private static void Labels(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        Effort(json, request, target, losses);
        var isMistral = target.Server == UpstreamServer.Mistral;
        var tier = RequestExtras.SharesTiers(request.Origin, Dialect.OpenAIChat) ? request.ServiceTier : null;
        json.Text("user"u8, isMistral ? null : request.User);
        if (IsOpenAI(target) || request.Origin == Dialect.OpenAIChat)
        {
            json.Value("metadata"u8, OpenAIMetadata.Carries(request) ? request.Metadata : null);
            json.Text("prompt_cache_key"u8, isMistral ? null : request.PromptCacheKey);
            json.Text("service_tier"u8, isMistral ? null : tier);
            json.Text("verbosity"u8, isMistral ? null : request.Verbosity);
            json.Flag("store"u8, isMistral || !OpenAIMetadata.IsOpenAI(request.Origin) ? null : request.Store);
        }

        RequestExtras.Lost(losses, "service_tier", tier is null && request.ServiceTier is not (null or "auto"));
    }

    private static void Effort(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var effort = Efforts.InForce(request, target);
        if (effort == ReasoningEffort.Unset)
        {
            return;
        }

        if (target.Server is UpstreamServer.Mistral or UpstreamServer.DeepSeek || target.Traits.Thinking == ThinkingForm.None)
        {
            RequestExtras.Lost(losses, "reasoning_effort", effort != ReasoningEffort.None);
            return;
        }

        var isModest = target.Server is UpstreamServer.Groq or UpstreamServer.Ollama or UpstreamServer.VLlm;
        var taken = Efforts.Clamp(effort, target.Traits.LeastEffort, isModest ? ReasoningEffort.High : target.Traits.MostEffort);
        if (taken != effort)
        {
            losses.Clamped("reasoning_effort", $"{Efforts.Name(effort)} became {Efforts.Name(taken)}");
        }

        json.WriteString("reasoning_effort"u8, Efforts.Name(taken));
    }
}
