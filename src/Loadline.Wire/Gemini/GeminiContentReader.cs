using System.Globalization;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary>Reads contents. Calls without an id get one, and their responses are found by name and order.</summary>
internal sealed class GeminiContentReader(ChatRequest request)
{
    private readonly List<ToolCallPart> _unanswered = [];
    private int _calls;

    public void System(JsonElement instruction)
    {
        if (instruction.AsText() is { } text)
        {
            request.Messages.Add(new ChatMessage(ChatRole.System, [new TextPart(text)]));
            return;
        }

        var parts = new List<ChatPart>();
        foreach (var part in instruction.Items("parts"u8))
        {
            if (part.Text("text"u8) is { } piece)
            {
                parts.Add(new TextPart(piece));
            }
        }

        if (parts.Count > 0)
        {
            request.Messages.Add(new ChatMessage(ChatRole.System, parts));
        }
    }

    public void Read(JsonElement.ArrayEnumerator contents)
    {
        foreach (var content in contents)
        {
            var isModel = content.Is("role"u8, "model"u8);
            var parts = new List<ChatPart>();
            foreach (var part in content.Items("parts"u8))
            {
                if (Part(part, isModel) is { } read)
                {
                    parts.Add(read);
                }
            }

            Add(parts, isModel);
        }
    }

    private void Add(List<ChatPart> parts, bool isModel)
    {
        if (isModel)
        {
            request.Messages.Add(new ChatMessage(ChatRole.Assistant, parts));
            return;
        }

        var results = parts.FindAll(part => part is ToolResultPart);
        if (results.Count > 0)
        {
            request.Messages.Add(new ChatMessage(ChatRole.Tool, results));
            parts.RemoveAll(part => part is ToolResultPart);
        }

        if (parts.Count > 0 || results.Count == 0)
        {
            request.Messages.Add(new ChatMessage(ChatRole.User, parts));
        }
    }

    private ChatPart? Part(JsonElement part, bool isModel)
    {
        if (part.Object("functionCall"u8) is { } call)
        {
            return Call(call, part);
        }

        if (part.Object("functionResponse"u8) is { } response)
        {
            return Result(response);
        }

        if (GeminiParts.Media(part) is { } media)
        {
            return media;
        }

        if (part.Text("text"u8) is not { } text)
        {
            return new OpaquePart(Dialect.Gemini, GeminiParts.Type(part), part);
        }

        var signature = GeminiParts.Signature(part);
        return part.Flag("thought"u8) == true ? new ReasoningPart(text, Dialect.Gemini) { Signature = signature, IsSummary = true }
            : isModel && text.Length == 0 && signature is null ? null
            : new TextPart(text) { Signature = signature };
    }

    private ToolCallPart Call(JsonElement call, JsonElement part)
    {
        var read = GeminiParts.Call(call, part);
        read = read.Id.Length > 0 ? read : read with { Id = string.Create(CultureInfo.InvariantCulture, $"call_{_calls}") };
        _calls++;
        _unanswered.Add(read);
        return read;
    }

    private ToolResultPart Result(JsonElement response)
    {
        var name = response.Text("name"u8) ?? string.Empty;
        var id = response.Text("id"u8);
        var at = _unanswered.FindIndex(call => id is null ? call.Name == name : call.Id == id);
        at = at < 0 ? _unanswered.FindIndex(call => call.Name == name) : at;
        if (at >= 0)
        {
            id = _unanswered[at].Id;
            _unanswered.RemoveAt(at);
        }

        response.Has("response"u8, out var value);
        return new ToolResultPart(id ?? string.Empty, [new TextPart(GeminiParts.ResultText(value))]) { Name = name };
    }
}
