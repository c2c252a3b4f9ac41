using System.Buffers;
using System.Text.Json;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Bedrock;

/// <summary>Writes a neutral request as a Converse body; model and streaming go into the address.</summary>
internal static class BedrockRequestWriter
{
    public static void Write(
        ChatRequest request, UpstreamTarget target, ToolNames names, IBufferWriter<byte> output, ConversionLosses losses)
    {
        var json = JsonOutput.Writer(output);
        var turns = Turns.Of(RequestRepair.Messages(request, target, losses), request, target, losses);
        var maxTokens = MaxTokens.For(request, target, losses);
        var thinking = ThinkingPlan.For(request, target, turns.Messages, maxTokens ?? target.MaxOutputTokens ?? 4096, losses);
        json.WriteStartObject();
        var blocks = new BedrockBlockWriter(json, target, names, losses);
        System(json, request, turns.System, blocks, losses);
        blocks.Messages(turns.Messages);
        Inference(json, request, target, maxTokens, thinking, losses);
        Tools(json, request, names, losses);
        Additional(json, request, target, thinking, losses);
        RequestExtras.Lost(losses, "seed", request.Seed is not null);
        RequestExtras.Lost(losses, "penalties", request.FrequencyPenalty is not (null or 0) || request.PresencePenalty is not (null or 0));
        RequestExtras.Lost(losses, "user", request.User is not null);
        RequestExtras.Write(json, request, Dialect.Bedrock, losses);
        json.WriteEndObject();
        json.Flush();
    }

    private static void System(Utf8JsonWriter json, ChatRequest request, List<ChatPart> parts, BedrockBlockWriter blocks, ConversionLosses losses)
    {
        if (request.Format is { } format)
        {
            losses.Degraded("response_format", "told in words; the API takes no such promise for all models");
            parts = [.. parts, new TextPart(format.Schema is { } schema ? FormatNotes.Schema(schema) : FormatNotes.Json)];
        }

        if (parts.Count > 0)
        {
            json.WriteStartArray("system"u8);
            parts.ForEach(blocks.Block);
            json.WriteEndArray();
        }
    }

    private static void Inference(
        Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, long? maxTokens, ThinkingPlan thinking, ConversionLosses losses)
    {
        json.WriteStartObject("inferenceConfig"u8);
        json.Number("maxTokens"u8, maxTokens);
        if (target.Traits.TakesSampling && !thinking.IsOn)
        {
            json.Number("temperature"u8, request.Temperature is { } temperature ? Math.Min(temperature, 1) : null);
            json.Number("topP"u8, request.Temperature is null ? request.TopP : null);
        }

        RequestExtras.Lost(losses, "temperature", request.Temperature > 1 || (thinking.IsOn && request.Temperature is not (null or 1)));
        var stops = request.StopSequences.FindAll(stop => !string.IsNullOrWhiteSpace(stop));
        if (stops.Count > 0)
        {
            json.WriteStartArray("stopSequences"u8);
            stops.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // There is no choice "none": the tools stay out then, unless the history needs their definitions.
    private static void Tools(Utf8JsonWriter json, ChatRequest request, ToolNames names, ConversionLosses losses)
    {
        var tools = request.Tools.FindAll(tool => tool.Kind != ToolKind.Hosted);
        RequestExtras.Lost(losses, "tools", tools.Count < request.Tools.Count);
        var called = ToolHistory.Undefined(request, losses);
        var hasHistory = request.Messages.Exists(message => message.Role == ChatRole.Tool);
        if (tools.Count + called.Count == 0 || (request.ToolChoice == ToolChoiceMode.None && !hasHistory))
        {
            return;
        }

        json.WriteStartObject("toolConfig"u8);
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
        {
            Tool(json, names.ToWire(tool.Name, tool.Namespace), Schemas.Describe(tool, losses), tool);
        }

        foreach (var name in called)
        {
            Tool(json, name, null, new ChatTool(ToolKind.Function, name));
        }

        json.WriteEndArray();
        Choice(json, request, names, losses);
        json.WriteEndObject();
    }

    private static void Tool(Utf8JsonWriter json, string name, string? description, ChatTool tool)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolSpec"u8);
        json.WriteString("name"u8, name);
        json.Text("description"u8, string.IsNullOrEmpty(description) ? null : description);
        json.WriteStartObject("inputSchema"u8);
        json.WritePropertyName("json"u8);
        Schemas.WriteParameters(json, tool);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Choice(Utf8JsonWriter json, ChatRequest request, ToolNames names, ConversionLosses losses)
    {
        RequestExtras.Lost(losses, "tool_choice", request.ToolChoice == ToolChoiceMode.None);
        RequestExtras.Lost(losses, "parallel_tool_calls", request.ParallelToolCalls == false);
        if (request.ToolChoice is ToolChoiceMode.Unset or ToolChoiceMode.None)
        {
            return;
        }

        json.WriteStartObject("toolChoice"u8);
        json.WriteStartObject(request.ToolChoice switch
        {
            ToolChoiceMode.Required => "any"u8,
            ToolChoiceMode.Named => "tool"u8,
            _ => "auto"u8,
        });
        json.Text("name"u8, request.ToolChoice == ToolChoiceMode.Named ? names.ToWire(request.ToolChoiceName!) : null);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Additional(Utf8JsonWriter json, ChatRequest request, UpstreamTarget target, ThinkingPlan thinking, ConversionLosses losses)
    {
        var isClaude = target.Model.Contains("claude", StringComparison.OrdinalIgnoreCase);
        var topK = isClaude && target.Traits.TakesSampling && !thinking.IsOn ? request.TopK : null;
        RequestExtras.Lost(losses, "top_k", topK is null && request.TopK is not null);
        if (!thinking.IsOn && topK is null)
        {
            return;
        }

        json.WriteStartObject("additionalModelRequestFields"u8);
        json.Number("top_k"u8, topK);
        if (thinking.IsOn)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, thinking.Budget is null ? "adaptive"u8 : "enabled"u8);
            json.Number("budget_tokens"u8, thinking.Budget);
            json.WriteEndObject();
            if (thinking.Effort != ReasoningEffort.Unset)
            {
                json.WriteStartObject("output_config"u8);
                json.WriteString("effort"u8, Efforts.Name(thinking.Effort));
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }
}
