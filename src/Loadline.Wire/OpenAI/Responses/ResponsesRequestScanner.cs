using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.Scanning;

namespace Loadline.Wire.OpenAI.Responses;

/// <summary>Finds in a Responses body, in one forward pass, everything that routing and splicing need.</summary>
public static class ResponsesRequestScanner
{
    private static readonly MemberNames Names = new(
        "model", "input", "instructions", "stream", "max_output_tokens", "tools", "reasoning", "text", "metadata",
        "previous_response_id", "conversation", "prompt", "background");

    private static readonly ContentScanner Contents = new(
        new MemberNames(
            "text", "refusal", "content", "arguments", "input", "summary", "output", "image_url", "file_data", "file_url", "file_id", "input_audio"),
        [
            MemberAction.Content, MemberAction.Content, MemberAction.Content, MemberAction.Raw, MemberAction.Raw, MemberAction.Content,
            MemberAction.Result, MemberAction.Image, MemberAction.Image, MemberAction.Image, MemberAction.Image, MemberAction.Audio,
        ],
        null);

    private static readonly DefinitionScanner Tools = new(new MemberNames("name", "description", "parameters", "format"), new MemberNames("tools"));
    private static readonly MemberNames ItemNames = new("role", "type", "tools");
    private static readonly MemberNames Roles = new("user", "assistant", "system", "developer");
    private static readonly MemberNames EffortName = new("effort");
    private static readonly MemberNames FormatName = new("format");
    private static readonly MemberNames TypeName = new("type");
    private static readonly BodyScan.ReadMember Member = Read;

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    public static ScanResult Scan(RequestFacts facts)
    {
        var result = BodyScan.Run(facts, Names, Member, out var seen);
        return !result.Ok ? result
            : facts.Model.IsMissing ? ScanErrors.Missing("model", "\"model\": \"auto\"")
            : (seen & 2) == 0 ? ScanErrors.Missing("input", "\"input\": \"Hello\"")
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, int member)
    {
        switch (member)
        {
            case 0:
                return ModelName.Scan(ref json, facts);
            case 1:
                return Input(ref json, facts);
            case 2:
                Contents.Scan(ref json, facts, MessageRole.System);
                return ScanResult.Success;
            case 3:
                var result = BodyScan.Flag(ref json, "stream", out var stream);
                facts.Stream = facts.IncludeUsage = stream;
                return result;
            case 4:
                facts.MaxOutputTokensValue = MemberNames.Token(ref json);
                result = Numbers.Read(ref json, "max_output_tokens", 0, out var most);
                facts.MaxOutputTokens = most;
                return result;
            case 5:
                return Tools.ScanMember(ref json, facts);
            case 6:
                return Reasoning(ref json, facts);
            case 7:
                return Text(ref json, facts);
            case 8:
                return MetadataScanner.Scan(ref json, facts);
            case 12:
                return Background(ref json);
            default:
                facts.BoundBy = json.TokenType == JsonTokenType.Null ? facts.BoundBy : Names[member];
                json.Skip();
                return ScanResult.Success;
        }
    }

    // What would be fetched later, from an address that this gateway does not have.
    private static ScanResult Background(ref Utf8JsonReader json)
    {
        var result = BodyScan.Flag(ref json, "background", out var isAsked);
        return isAsked
            ? ScanResult.Error(
                "Background responses are not served: no answer is kept to be fetched later. Leave 'background' out, and stream a long answer.",
                "background",
                "unsupported_parameter")
            : result;
    }

    private static ScanResult Input(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            Contents.Scan(ref json, facts, MessageRole.User);
            facts.Messages = facts.UserTurns = 1;
            return ScanResult.Success;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ScanErrors.WrongType("input", "a string or an array of items", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType("input", "items that are objects", json.TokenType);
            }

            var result = Item(ref json, facts);
            if (!result.Ok)
            {
                return result;
            }

            facts.Messages++;
        }

        return ScanResult.Success;
    }

    // Items without a role are the model's own, or a tool's answer.
    private static ScanResult Item(ref Utf8JsonReader json, RequestFacts facts)
    {
        var role = Look(json, out var tools) ?? MessageRole.Assistant;
        if (tools)
        {
            return MoreTools(ref json, facts);
        }

        var results = facts.ToolResults;
        Contents.Scan(ref json, facts, role);
        facts.LastRole = facts.ToolResults > results ? MessageRole.Tool : role;
        facts.UserTurns += facts.LastRole == MessageRole.User ? 1 : 0;
        return ScanResult.Success;
    }

    private static ScanResult MoreTools(ref Utf8JsonReader json, RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTools = ItemNames.Find(ref json) == 2;
            json.Read();
            var result = isTools ? Tools.ScanMember(ref json, facts) : ScanResult.Success;
            if (!result.Ok)
            {
                return result;
            }

            json.Skip();
        }

        return ScanResult.Success;
    }

    private static MessageRole? Look(Utf8JsonReader json, out bool hasTools)
    {
        MessageRole? role = null;
        hasTools = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ItemNames.Find(ref json);
            json.Read();
            hasTools |= member == 2;
            if (member == 0 && json.TokenType == JsonTokenType.String)
            {
                role = Roles.Find(ref json) switch
                {
                    1 => MessageRole.Assistant,
                    2 or 3 => MessageRole.System,
                    _ => MessageRole.User,
                };
            }

            json.Skip();
        }

        return role;
    }

    private static ScanResult Reasoning(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("reasoning", "an object such as {\"effort\": \"low\"}", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isEffort = EffortName.Find(ref json) == 0;
            json.Read();
            if (isEffort && json.TokenType == JsonTokenType.String)
            {
                facts.ReasoningEffort = MemberNames.Token(ref json);
            }

            json.Skip();
        }

        return ScanResult.Success;
    }

    private static ScanResult Text(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null ? ScanResult.Success : ScanErrors.WrongType("text", "an object", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isFormat = FormatName.Find(ref json) == 0;
            json.Read();
            if (isFormat && json.TokenType == JsonTokenType.StartObject)
            {
                Format(ref json, facts);
            }
            else
            {
                json.Skip();
            }
        }

        return ScanResult.Success;
    }

    private static void Format(ref Utf8JsonReader json, RequestFacts facts)
    {
        var start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = TypeName.Find(ref json) == 0;
            json.Read();
            facts.HasSchema |= isType && json.TokenType == JsonTokenType.String && json.ValueTextEquals("json_schema"u8);
            json.Skip();
        }

        facts.SchemaJson = facts.HasSchema ? new ByteRange(start, (int)json.BytesConsumed - start) : default;
    }
}
