using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary><c>generationConfig</c>, both ways.</summary>
internal static class GeminiGenerationConfig
{
    public static bool Read(string name, JsonElement value, ChatRequest request)
    {
        double? number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        switch (name)
        {
            case "temperature":
                request.Temperature = number;
                return true;
            case "topP" or "top_p":
                request.TopP = number;
                return true;
            case "topK" or "top_k":
                request.TopK = (long?)number;
                return true;
            case "seed":
                request.Seed = (long?)number;
                return true;
            case "maxOutputTokens" or "max_output_tokens":
                request.MaxOutputTokens = (long?)number;
                return true;
            case "frequencyPenalty":
                request.FrequencyPenalty = number;
                return true;
            case "presencePenalty":
                request.PresencePenalty = number;
                return true;
            case "candidateCount":
                return number <= 1;
            default:
                return Other(name, value, request);
        }
    }

    public static void Write(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        json.WriteStartObject("generationConfig"u8);
        json.Number("temperature"u8, request.Temperature);
        json.Number("topP"u8, request.TopP);
        json.Number("topK"u8, request.TopK);
        json.Number("seed"u8, request.Seed is { } seed && Math.Abs(seed) <= int.MaxValue ? seed : null);
        json.Number("frequencyPenalty"u8, request.FrequencyPenalty);
        json.Number("presencePenalty"u8, request.PresencePenalty);
        json.Number("maxOutputTokens"u8, MaxTokens.For(request, target, losses));
        Stops(json, request, losses);
        Format(json, request, target);
        Thinking(json, request, target, losses);
        json.WriteEndObject();
    }

    private static bool Other(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "stopSequences" or "stop_sequences":
                foreach (var item in value.Items())
                {
                    request.StopSequences.Add(item.AsText() ?? string.Empty);
                }

                return true;
            case "responseMimeType" or "response_mime_type":
                if (value.AsText() == "application/json")
                {
                    request.Format ??= new OutputFormat(null, null, null, null);
                }

                return true;
            case "responseSchema" or "responseJsonSchema" or "response_schema" or "response_json_schema":
                request.Format = new OutputFormat(GeminiSchemas.ToJsonSchema(value), null, null, null);
                return true;
            case "thinkingConfig" or "thinking_config":
                ReadThinking(value, request);
                return true;
            case "responseModalities":
                return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && value[0].AsText() == "TEXT";
            default:
                return false;
        }
    }

    private static void ReadThinking(JsonElement value, ChatRequest request)
    {
        request.ShowThoughts = value.Flag("includeThoughts"u8);
        request.Effort = Efforts.Read(value.Text("thinkingLevel"u8));
        if (value.Integer("thinkingBudget"u8) is { } budget)
        {
            // -1 leaves it to the model.
            request.ThinkingBudget = budget < 0 ? null : budget;
        }
    }

    private static void Stops(Utf8JsonWriter json, ChatRequest request, ConversionLosses losses)
    {
        if (request.StopSequences.Count == 0)
        {
            return;
        }

        if (request.StopSequences.Count > 5)
        {
            losses.Clamped("stop", "at most five stop sequences are taken");
        }

        json.WriteStartArray("stopSequences"u8);
        foreach (var stop in request.StopSequences.Take(5))
        {
            json.WriteStringValue(stop);
        }

        json.WriteEndArray();
    }

    private static void Format(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target)
    {
        if (request.Format is not { } format)
        {
            return;
        }

        json.WriteString("responseMimeType"u8, "application/json"u8);
        if (format.Schema is { } schema)
        {
            GeminiSchemas.Write(json, "responseJsonSchema"u8, "responseSchema"u8, schema, target);
        }
    }

    private static void Thinking(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ConversionLosses losses)
    {
        var effort = Efforts.InForce(request, target);
        var form = target.Traits.Thinking;
        if (form == ThinkingForm.None || (effort == ReasoningEffort.Unset && request.ShowThoughts is null))
        {
            RequestExtras.Lost(losses, "reasoning_effort", form == ThinkingForm.None && effort > ReasoningEffort.None);
            return;
        }

        json.WriteStartObject("thinkingConfig"u8);
        if (effort != ReasoningEffort.Unset && form == ThinkingForm.Level)
        {
            json.WriteString("thinkingLevel"u8, Efforts.Name(Efforts.Clamp(effort, target.Traits.LeastEffort, target.Traits.MostEffort)));
        }
        else if (effort != ReasoningEffort.Unset)
        {
            json.WriteNumber("thinkingBudget"u8, Budget(request, target, effort));
        }

        json.Flag("includeThoughts"u8, request.ShowThoughts ?? (effort > ReasoningEffort.None ? true : null));
        json.WriteEndObject();
    }

    // 2.5 Pro cannot stop thinking (at least 128 tokens); 24,576 is the most that all of 2.5 takes.
    private static long Budget(ChatRequest request, UpstreamTarget target, ReasoningEffort effort)
    {
        var budget = target.Effort == ReasoningEffort.Unset && request.ThinkingBudget is { } own ? own : Efforts.Budget(effort);
        var least = target.Model.Contains("pro", StringComparison.OrdinalIgnoreCase) ? 128 : 0;
        return Math.Clamp(budget, least, 24576);
    }
}
