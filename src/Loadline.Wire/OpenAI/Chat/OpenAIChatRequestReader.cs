using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Reads a Chat Completions request into the neutral form.</summary>
internal static class OpenAIChatRequestReader
{
    public static ScanResult TryRead(ReadOnlyMemory<byte> body, out ChatRequest request)
    {
        request = null!;
        var result = RequestDocument.TryParse(body, out var document);
        if (!result.Ok)
        {
            return result;
        }

        request = new ChatRequest(Dialect.OpenAIChat, document) { IncludeUsage = false };
        var root = document.RootElement;
        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read(member.Name, member.Value, request))
            {
                request.Extra.Add(new(member.Name, member.Value));
            }
        }

        request.MaxOutputTokens = root.Integer("max_completion_tokens"u8) ?? root.Integer("max_tokens"u8);
        return root.Has("messages"u8, out var messages) && messages.ValueKind == JsonValueKind.Array
            ? ScanResult.Success
            : ScanErrors.Missing("messages", "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]");
    }

    // False: no neutral form.
    private static bool Read(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "model":
                request.Model = value.AsText() ?? string.Empty;
                return true;
            case "messages":
                new OpenAIChatMessageReader(request).Read(value);
                return true;
            case "stream":
                request.Stream = value.ValueKind == JsonValueKind.True;
                return true;
            case "stream_options":
                request.IncludeUsage = value.Flag("include_usage"u8) ?? false;
                return true;
            case "max_tokens" or "max_completion_tokens":
                return true;
            case "tools" or "functions" or "tool_choice" or "function_call":
                return OpenAIChatTools.Read(name, value, request);
            case "parallel_tool_calls":
                request.ParallelToolCalls = value.ValueKind == JsonValueKind.True;
                return true;
            case "response_format":
                request.Format = Format(value);
                return true;
            case "stop":
                Stop(value, request);
                return true;
            case "n":
                return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n <= 1;
            case "logprobs":
                return value.ValueKind == JsonValueKind.False;
            default:
                return Sampling(name, value, request) || Labels(name, value, request);
        }
    }

    private static bool Sampling(string name, JsonElement value, ChatRequest request)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        var number = value.GetDouble();
        switch (name)
        {
            case "temperature":
                request.Temperature = number;
                return true;
            case "top_p":
                request.TopP = number;
                return true;
            case "top_k":
                request.TopK = (long)number;
                return true;
            case "frequency_penalty":
                request.FrequencyPenalty = number;
                return true;
            case "presence_penalty":
                request.PresencePenalty = number;
                return true;
            case "seed":
                request.Seed = (long)number;
                return true;
            default:
                return false;
        }
    }

    private static bool Labels(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "reasoning_effort":
                request.Effort = Efforts.Read(value.AsText());
                return request.Effort != ReasoningEffort.Unset;
            case "user" or "safety_identifier":
                request.User = value.AsText() ?? request.User;
                return true;
            case "metadata" when value.ValueKind == JsonValueKind.Object:
                request.Metadata = value;
                return true;
            case "prompt_cache_key":
                request.PromptCacheKey = value.AsText();
                return true;
            case "service_tier":
                request.ServiceTier = value.AsText();
                return true;
            case "verbosity":
                request.Verbosity = value.AsText();
                return true;
            case "store" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                request.Store = value.GetBoolean();
                return true;
            default:
                return false;
        }
    }

    private static OutputFormat? Format(JsonElement value) => value.Text("type"u8) switch
    {
        "json_object" => new OutputFormat(null, null, null, null),
        "json_schema" when value.Object("json_schema"u8) is { } format =>
            new OutputFormat(format.Object("schema"u8), format.Text("name"u8), format.Text("description"u8), format.Flag("strict"u8)),
        _ => null,
    };

    private static void Stop(JsonElement value, ChatRequest request)
    {
        if (value.AsText() is { Length: > 0 } one)
        {
            request.StopSequences.Add(one);
        }

        foreach (var item in value.Items())
        {
            if (item.AsText() is { Length: > 0 } text)
            {
                request.StopSequences.Add(text);
            }
        }
    }
}
