using System.Globalization;
using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads <c>messages</c>: roles, turns, and where the text is.</summary>
internal static class MessageScanner
{
    private static readonly MemberNames Names = new("role", "content", "tool_calls", "function_call", "refusal");
    private static readonly MemberNames CallNames = new("function", "custom");
    private static readonly MemberNames ArgumentNames = new("arguments", "input", "name");
    private static readonly MemberNames RoleName = new("role");

    private static readonly MemberNames Roles = new("user", "assistant", "system", "tool", "developer", "function");

    public static ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ScanErrors.WrongType("messages", "an array of messages", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var result = Message(ref json, facts);
            if (!result.Ok)
            {
                return result;
            }

            facts.Messages++;
        }

        return facts.Messages == 0 ? ScanErrors.EmptyArray("messages") : ScanResult.Success;
    }

    private static ScanResult Message(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return ScanErrors.WrongType(Param(facts, null), "an object with `role` and `content`", json.TokenType);
        }

        MessageRole? role = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Names.Find(ref json);
            if (member > 0 && role is null)
            {
                // The text's role decides what it is; a writer may well put it after the text.
                role = RoleAhead(json);
                if (role is null)
                {
                    return NoRole(facts);
                }
            }

            json.Read();
            var result = member switch
            {
                0 => Role(ref json, facts, ref role),
                1 when role == MessageRole.Tool => Result(ref json, facts),
                1 => Content(ref json, facts, role!.Value),
                2 => ToolCalls(ref json, facts),
                3 => Arguments(ref json, facts),
                4 => Text(ref json, facts, MessageRole.Assistant),
                _ => Skip(ref json),
            };
            if (!result.Ok)
            {
                return result;
            }
        }

        return role is { } known ? Count(facts, known) : NoRole(facts);
    }

    private static ScanResult Count(RequestFacts facts, MessageRole role)
    {
        facts.LastRole = role;
        facts.UserTurns += role == MessageRole.User ? 1 : 0;
        facts.ToolResults += role == MessageRole.Tool ? 1 : 0;
        return ScanResult.Success;
    }

    private static ScanResult NoRole(RequestFacts facts) => ScanErrors.Missing(Param(facts, "role"), "\"role\": \"user\"");

    private static ScanResult Role(ref Utf8JsonReader json, RequestFacts facts, ref MessageRole? role)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return ScanErrors.WrongType(Param(facts, "role"), "a string such as \"user\"", json.TokenType);
        }

        var found = ToRole(ref json);
        if (role is { } known && known != found)
        {
            return ScanErrors.Duplicate(Param(facts, "role"));
        }

        role = found;
        return ScanResult.Success;
    }

    // A role we do not know reads as the user's: what it says is then checked as strictly as anything a caller says.
    private static MessageRole ToRole(ref Utf8JsonReader json) => Roles.Find(ref json) switch
    {
        1 => MessageRole.Assistant,
        2 or 4 => MessageRole.System,
        3 or 5 => MessageRole.Tool,
        _ => MessageRole.User,
    };

    // A copy of the reader looks ahead; the reader itself stays where it is.
    private static MessageRole? RoleAhead(Utf8JsonReader json)
    {
        do
        {
            var isRole = RoleName.Find(ref json) == 0;
            json.Read();
            if (isRole && json.TokenType == JsonTokenType.String)
            {
                return ToRole(ref json);
            }

            json.Skip();
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName);

        return null;
    }

    private static ScanResult Content(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return Text(ref json, facts, role);
            case JsonTokenType.Null:
                return ScanResult.Success;
            case JsonTokenType.StartArray:
                return ContentParts.Scan(ref json, facts, role);
            default:
                return ScanErrors.WrongType(Param(facts, "content"), "a string or an array of parts", json.TokenType);
        }
    }

    private static ScanResult Result(ref Utf8JsonReader json, RequestFacts facts)
    {
        var start = (int)json.TokenStartIndex;
        var result = Content(ref json, facts, MessageRole.Tool);
        facts.AddStep(new AgentStep(default, new ByteRange(start, (int)json.BytesConsumed - start)));
        return result;
    }

    public static ScanResult Text(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            json.Skip();
        }
        else if (!json.ValueSpan.IsEmpty)
        {
            facts.AddText(new TextSpan(MemberNames.Content(ref json), role, facts.Messages, json.ValueIsEscaped));
        }

        return ScanResult.Success;
    }

    private static ScanResult ToolCalls(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType(Param(facts, "tool_calls"), "an array of tool calls", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType(Param(facts, "tool_calls"), "tool calls that are objects", json.TokenType);
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isCall = CallNames.Find(ref json) >= 0;
                json.Read();
                _ = isCall ? Arguments(ref json, facts) : Skip(ref json);
            }
        }

        return ScanResult.Success;
    }

    private static ScanResult Arguments(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return Skip(ref json);
        }

        var name = default(ByteRange);
        var arguments = default(ByteRange);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ArgumentNames.Find(ref json);
            json.Read();
            var isString = json.TokenType == JsonTokenType.String;
            name = member == 2 && isString ? MemberNames.Content(ref json) : name;
            arguments = member is 0 or 1 && isString ? MemberNames.Token(ref json) : arguments;
            _ = member is 0 or 1 ? Text(ref json, facts, MessageRole.Assistant) : Skip(ref json);
        }

        if (!name.IsMissing && !arguments.IsMissing)
        {
            facts.AddStep(new AgentStep(name, arguments));
        }

        return ScanResult.Success;
    }

    private static ScanResult Skip(ref Utf8JsonReader json)
    {
        json.Skip();
        return ScanResult.Success;
    }

    public static string Param(RequestFacts facts, string? member) => member is null
        ? string.Create(CultureInfo.InvariantCulture, $"messages[{facts.Messages}]")
        : string.Create(CultureInfo.InvariantCulture, $"messages[{facts.Messages}].{member}");
}
