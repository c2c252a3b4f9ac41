using System.Globalization;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;
using Loadline.Wire.Scanning;

namespace Loadline.Wire.Anthropic;

/// <summary>Finds in a Messages body, in one forward pass, everything that routing and splicing need.</summary>
public static class AnthropicRequestScanner
{
    private static readonly MemberNames Names = new(
        "model", "messages", "system", "stream", "max_tokens", "tools", "output_config", "metadata");

    private static readonly ContentScanner Contents = new(
        new MemberNames("text", "thinking", "content", "input", "source"),
        [MemberAction.Content, MemberAction.Content, MemberAction.Content, MemberAction.Raw, MemberAction.Image],
        new MemberNames("tool_use_id"));

    private static readonly DefinitionScanner Tools = new(new MemberNames("name", "description", "input_schema"), new MemberNames());
    private static readonly MemberNames MessageNames = new("role", "content");
    private static readonly MemberNames Roles = new("user", "assistant", "system");
    private static readonly MemberNames OutputNames = new("effort", "format");

    // One delegate for all requests.
    private static readonly BodyScan.ReadMember Member = Read;

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    public static ScanResult Scan(RequestFacts facts)
    {
        var result = BodyScan.Run(facts, Names, Member, out var seen);
        return !result.Ok ? result
            : facts.Model.IsMissing ? ScanErrors.Missing("model", "\"model\": \"auto\"")
            : (seen & 2) == 0 ? ScanErrors.Missing("messages", "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]")
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, int member)
    {
        switch (member)
        {
            case 0:
                return ModelName.Scan(ref json, facts);
            case 1:
                return Messages(ref json, facts);
            case 2:
                Contents.Scan(ref json, facts, MessageRole.System);
                return ScanResult.Success;
            case 3:
                var result = BodyScan.Flag(ref json, "stream", out var stream);
                facts.Stream = facts.IncludeUsage = stream;
                return result;
            case 4:
                facts.MaxOutputTokensValue = MemberNames.Token(ref json);
                result = Numbers.Read(ref json, "max_tokens", 0, out var most);
                facts.MaxOutputTokens = most;
                return result;
            case 5:
                return Tools.ScanMember(ref json, facts);
            case 6:
                return Output(ref json, facts);
            default:
                return MetadataScanner.Scan(ref json, facts);
        }
    }

    private static ScanResult Messages(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ScanErrors.WrongType("messages", "an array of messages", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType(Param(facts), "an object with `role` and `content`", json.TokenType);
            }

            if (Role(json) is not { } role)
            {
                return ScanErrors.Missing(Param(facts) + ".role", "\"role\": \"user\"");
            }

            Message(ref json, facts, role);
            facts.Messages++;
        }

        return facts.Messages == 0 ? ScanErrors.EmptyArray("messages") : ScanResult.Success;
    }

    private static void Message(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        var results = facts.ToolResults;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isContent = MessageNames.Find(ref json) == 1;
            json.Read();
            if (isContent)
            {
                Contents.Scan(ref json, facts, role);
            }
            else
            {
                json.Skip();
            }
        }

        // A turn that brings results is the tools', whatever reminder the agent puts beside them.
        facts.LastRole = facts.ToolResults > results ? MessageRole.Tool : role;
        facts.UserTurns += facts.LastRole == MessageRole.User ? 1 : 0;
    }

    private static MessageRole? Role(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = MessageNames.Find(ref json) == 0;
            json.Read();
            if (isRole && json.TokenType == JsonTokenType.String)
            {
                return Roles.Find(ref json) switch
                {
                    1 => MessageRole.Assistant,
                    2 => MessageRole.System,
                    _ => MessageRole.User,
                };
            }

            json.Skip();
        }

        return null;
    }

    private static ScanResult Output(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("output_config", "an object such as {\"effort\": \"low\"}", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = OutputNames.Find(ref json);
            json.Read();
            if (member == 1 && json.TokenType == JsonTokenType.StartObject)
            {
                facts.HasSchema = true;
                facts.SchemaJson = MemberNames.Value(ref json);
            }

            if (member == 0 && json.TokenType == JsonTokenType.String)
            {
                facts.ReasoningEffort = MemberNames.Token(ref json);
            }

            json.Skip();
        }

        return ScanResult.Success;
    }

    private static string Param(RequestFacts facts) => string.Create(CultureInfo.InvariantCulture, $"messages[{facts.Messages}]");
}
