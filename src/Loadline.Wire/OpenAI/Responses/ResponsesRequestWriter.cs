using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Writes a neutral request as a Responses body. The provider is asked to keep nothing unless the caller wanted it to.</summary>
internal static class ResponsesRequestWriter
{
    // The least the API takes.
    private const int LeastTokens = 16;

    public static void Write(
        ChatRequest request, UpstreamTarget target, ToolNames names, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var json = JsonOutput.Writer(output);
        json.WriteStartObject();
        json.WriteString("model"u8, target.Model);
        new ResponsesInputWriter(json, target, names, losses).Write(RequestRepair.Messages(request, target, losses), request);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        ResponsesTools.Write(json, request, names, losses);
        Limits(json, request, target, losses);
        Reasoning(json, request, target);
        Text(json, request, target);
        Labels(json, request, losses);
        RequestExtras.Write(json, request, Dialect.OpenAIResponses, losses);
        if (request.Origin != Dialect.OpenAIResponses)
        {
            Include(json, request, target);
        }

        json.WriteEndObject();
        json.Flush();
    }

    private static void Limits(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var limit = MaxTokens.For(request, target, losses);
        if (limit < LeastTokens)
        {
            losses.Clamped("max_tokens", "the least is 16");
            limit = LeastTokens;
        }

        json.Number("max_output_tokens"u8, limit);
        var takes = target.Traits.TakesSampling;
        json.Number("temperature"u8, takes ? request.Temperature : null);
        json.Number("top_p"u8, takes ? request.TopP : null);
        RequestExtras.Lost(losses, "temperature", !takes && request.Temperature is not (null or 1));
        RequestExtras.Lost(losses, "top_p", !takes && request.TopP is not (null or 1));
        RequestExtras.Lost(losses, "top_k", request.TopK is not null);
        RequestExtras.Lost(losses, "seed", request.Seed is not null);
        RequestExtras.Lost(losses, "stop", request.StopSequences.Count > 0);
        RequestExtras.Lost(losses, "frequency_penalty", request.FrequencyPenalty is not (null or 0));
        RequestExtras.Lost(losses, "presence_penalty", request.PresencePenalty is not (null or 0));
    }

    private static void Reasoning(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        var effort = Efforts.InForce(request, target);
        if (target.Traits.Thinking == ThinkingForm.None || (effort == ReasoningEffort.Unset && request.ShowThoughts != true))
        {
            return;
        }

        json.WriteStartObject("reasoning"u8);
        var taken = Efforts.Clamp(effort, target.Traits.LeastEffort, target.Traits.MostEffort);
        json.Text("effort"u8, taken == ReasoningEffort.Unset ? null : Efforts.Name(taken));
        json.Text("summary"u8, request.ShowThoughts == true ? "auto" : null);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        if (request.Format is null && request.Verbosity is null)
        {
            return;
        }

        json.WriteStartObject("text"u8);
        json.Text("verbosity"u8, target.Server == UpstreamServer.OpenAI || OpenAIMetadata.IsOpenAI(request.Origin) ? request.Verbosity : null);
        if (request.Format is { } format)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
            if (format.Schema is { } schema)
            {
                json.WriteString("name"u8, format.Name ?? "answer");
                json.Text("description"u8, format.Description);
                json.Value("schema"u8, schema);
                json.WriteBoolean("strict"u8, (format.Strict ?? true) && Schemas.IsStrict(schema));
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Labels(Utf8JsonWriter json, ChatRequest request, ConversionLosses losses)
    {
        json.WriteBoolean("store"u8, OpenAIMetadata.IsOpenAI(request.Origin) && request.Store == true);
        json.Text("safety_identifier"u8, request.User is { Length: <= 64 } user ? user : null);
        json.Value("metadata"u8, OpenAIMetadata.Carries(request) ? request.Metadata : null);
        json.Text("prompt_cache_key"u8, request.PromptCacheKey);
        var shares = RequestExtras.SharesTiers(request.Origin, Dialect.OpenAIResponses);
        json.Text("service_tier"u8, shares ? request.ServiceTier : null);
        RequestExtras.Lost(losses, "service_tier", !shares && request.ServiceTier is not (null or "auto"));
        RequestExtras.Lost(losses, "user", request.User is { Length: > 64 });
    }

    // Without a stored reply, the next turn needs the encrypted thoughts to go on from them.
    private static void Include(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        if (request.Store != true && target.Traits.Thinking != ThinkingForm.None && !target.Traits.TakesSampling)
        {
            json.WriteStartArray("include"u8);
            json.WriteStringValue("reasoning.encrypted_content"u8);
            json.WriteEndArray();
        }
    }
}
