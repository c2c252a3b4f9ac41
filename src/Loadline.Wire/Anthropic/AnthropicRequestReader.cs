using System.Text.Json;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Anthropic;

/// <summary>Reads a Messages request into the neutral form.</summary>
internal static class AnthropicRequestReader
{
    public static ScanResult TryRead(ReadOnlyMemory<byte> body, out ChatRequest request)
    {
        request = null!;
        var result = RequestDocument.TryParse(body, out var document);
        if (!result.Ok)
        {
            return result;
        }

        request = new ChatRequest(Dialect.Anthropic, document);
        var root = document.RootElement;
        if (root.Has("system"u8, out var system))
        {
            var parts = new AnthropicBlockReader(request.Losses).Parts(system, "system");
            request.Messages.Add(new ChatMessage(ChatRole.System, parts));
        }

        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read(member.Name, member.Value, request))
            {
                request.Extra.Add(new(member.Name, member.Value));
            }
        }

        return root.Has("messages"u8, out var messages) && messages.ValueKind == JsonValueKind.Array
            ? ScanResult.Success
            : ScanErrors.Missing("messages", "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]");
    }

    private static bool Read(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "model":
                request.Model = value.AsText() ?? string.Empty;
                return true;
            case "system":
                return true;
            case "messages":
                new AnthropicMessageReader(request).Read(value);
                return true;
            case "stream":
                request.Stream = value.ValueKind == JsonValueKind.True;
                return true;
            case "max_tokens":
                request.MaxOutputTokens = value.ValueKind == JsonValueKind.Number ? (long)value.GetDouble() : null;
                return true;
            case "tools":
                AnthropicTools.Read(value, request);
                return true;
            case "tool_choice":
                AnthropicTools.ReadChoice(value, request);
                return true;
            case "stop_sequences":
                Stops(value, request);
                return true;
            case "metadata":
                request.User = value.Text("user_id"u8);
                return true;
            case "thinking":
                Thinking(value, request);
                return true;
            case "output_config":
                return Output(value, request);
            default:
                return Numbers(name, value, request);
        }
    }

    private static bool Numbers(string name, JsonElement value, ChatRequest request)
    {
        double? number = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
        switch (name)
        {
            case "temperature":
                request.Temperature = number;
                return true;
            case "top_p":
                request.TopP = number;
                return true;
            case "top_k":
                request.TopK = (long?)number;
                return true;
            case "service_tier":
                request.ServiceTier = value.AsText();
                return true;
            default:
                return false;
        }
    }

    private static void Stops(JsonElement value, ChatRequest request)
    {
        foreach (var item in value.Items())
        {
            if (item.AsText() is { Length: > 0 } text)
            {
                request.StopSequences.Add(text);
            }
        }
    }

    private static void Thinking(JsonElement value, ChatRequest request)
    {
        switch (value.Text("type"u8))
        {
            case "enabled":
                request.ThinkingBudget = value.Integer("budget_tokens"u8) ?? Efforts.Budget(ReasoningEffort.Medium);
                break;
            case "disabled":
                request.Effort = ReasoningEffort.None;
                break;
            case "adaptive" when request.Effort == ReasoningEffort.Unset:
                // The provider's own default level for adaptive thinking.
                request.Effort = ReasoningEffort.High;
                break;
        }

        request.ShowThoughts = value.Text("display"u8) switch
        {
            "omitted" => false,
            "summarized" => true,
            _ => null,
        };
    }

    private static bool Output(JsonElement value, ChatRequest request)
    {
        var effort = Efforts.Read(value.Text("effort"u8));
        if (effort != ReasoningEffort.Unset && request.Effort != ReasoningEffort.None)
        {
            request.Effort = effort;
        }

        if (value.Object("format"u8) is { } format && format.Is("type"u8, "json_schema"u8))
        {
            request.Format = new OutputFormat(format.Object("schema"u8), format.Text("name"u8), null, true);
        }

        return true;
    }
}
