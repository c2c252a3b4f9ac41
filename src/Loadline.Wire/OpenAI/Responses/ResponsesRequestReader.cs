using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Reads a Responses request into the neutral form.</summary>
internal static class ResponsesRequestReader
{
    public static ScanResult TryRead(ReadOnlyMemory<byte> body, out ChatRequest request)
    {
        request = null!;
        var result = RequestDocument.TryParse(body, out var document);
        if (!result.Ok)
        {
            return result;
        }

        request = new ChatRequest(Dialect.OpenAIResponses, document);
        var root = document.RootElement;
        if (root.Has("previous_response_id"u8, out _) || root.Has("conversation"u8, out _))
        {
            return ScanResult.Error(
                "This conversation is kept at its provider ('previous_response_id', 'conversation'), where another model cannot read it. "
                + "Send the whole conversation in 'input', or name the provider's model.",
                "previous_response_id",
                "unsupported_parameter");
        }

        if (root.Text("instructions"u8) is { Length: > 0 } instructions)
        {
            request.Messages.Add(new ChatMessage(ChatRole.System, [new TextPart(instructions)]));
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read(member.Name, member.Value, request))
            {
                request.Extra.Add(new(member.Name, member.Value));
            }
        }

        return root.Has("input"u8, out _) ? ScanResult.Success : ScanErrors.Missing("input", "\"input\": \"Hello\"");
    }

    private static bool Read(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "model":
                request.Model = value.AsText() ?? string.Empty;
                return true;
            case "instructions":
                return true;
            case "input":
                new ResponsesItemReader(request).Read(value);
                return true;
            case "stream":
                request.Stream = value.ValueKind == JsonValueKind.True;
                return true;
            case "tools":
                ResponsesTools.Read(value, request, null);
                return true;
            case "tool_choice":
                return ResponsesTools.ReadChoice(value, request);
            case "parallel_tool_calls":
                request.ParallelToolCalls = value.ValueKind == JsonValueKind.True;
                return true;
            case "text":
                Text(value, request);
                return true;
            case "reasoning":
                request.Effort = Efforts.Read(value.Text("effort"u8));
                request.ShowThoughts = value.Text("summary"u8) is { } summary && summary != "none" ? true : null;
                return true;
            default:
                return Numbers(name, value, request) || Labels(name, value, request);
        }
    }

    private static void Text(JsonElement value, ChatRequest request)
    {
        request.Verbosity = value.Text("verbosity"u8);
        request.Format = value.Object("format"u8) is not { } format ? null : format.Text("type"u8) switch
        {
            "json_object" => new OutputFormat(null, null, null, null),
            "json_schema" => new OutputFormat(
                format.Object("schema"u8), format.Text("name"u8), format.Text("description"u8), format.Flag("strict"u8)),
            _ => null,
        };
    }

    private static bool Numbers(string name, JsonElement value, ChatRequest request)
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
            case "max_output_tokens":
                request.MaxOutputTokens = (long)number;
                return true;
            case "top_logprobs":
                return number == 0;
            default:
                return false;
        }
    }

    private static bool Labels(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
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
            case "store" when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                request.Store = value.GetBoolean();
                return true;
            default:
                // What only asks for things that conversion gives or cannot give in silence.
                return (name == "background" && value.ValueKind == JsonValueKind.False)
                    || (name == "truncation" && value.AsText() == "disabled");
        }
    }
}
