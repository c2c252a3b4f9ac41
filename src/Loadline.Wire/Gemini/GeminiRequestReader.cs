using System.Text.Json;
using Loadline.Wire.Conversion;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Gemini;

/// <summary>Reads a <c>generateContent</c> request into the neutral form; model and streaming are in its address.</summary>
internal static class GeminiRequestReader
{
    public static ScanResult TryRead(ReadOnlyMemory<byte> body, string model, bool stream, out ChatRequest request)
    {
        request = null!;
        var result = RequestDocument.TryParse(body, out var document);
        if (!result.Ok)
        {
            return result;
        }

        request = new ChatRequest(Dialect.Gemini, document) { Model = model, Stream = stream };
        var root = document.RootElement;
        var contents = new GeminiContentReader(request);
        contents.System(Either(root, "systemInstruction"u8, "system_instruction"u8));
        contents.Read(root.Items("contents"u8));
        foreach (var member in root.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !Read(member.Name, member.Value, request))
            {
                request.Extra.Add(new(member.Name, member.Value));
            }
        }

        return root.Has("contents"u8, out _)
            ? ScanResult.Success
            : ScanErrors.Missing("contents", "\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"Hello\"}]}]");
    }

    /// <summary>A member by either of its spellings: the API takes both.</summary>
    public static JsonElement Either(JsonElement json, ReadOnlySpan<byte> camel, ReadOnlySpan<byte> snake) =>
        json.Has(camel, out var value) || json.Has(snake, out value) ? value : default;

    private static bool Read(string name, JsonElement value, ChatRequest request)
    {
        switch (name)
        {
            case "contents" or "systemInstruction" or "system_instruction" or "model":
                return true;
            case "tools":
                GeminiTools.Read(value, request);
                return true;
            case "toolConfig" or "tool_config":
                GeminiTools.ReadChoice(Either(value, "functionCallingConfig"u8, "function_calling_config"u8), request);
                return true;
            case "generationConfig" or "generation_config":
                foreach (var member in value.Members())
                {
                    if (member.Value.ValueKind != JsonValueKind.Null && !GeminiGenerationConfig.Read(member.Name, member.Value, request))
                    {
                        request.Losses.Dropped($"generationConfig.{member.Name}", "has no neutral form");
                    }
                }

                return true;
            default:
                return false;
        }
    }
}
