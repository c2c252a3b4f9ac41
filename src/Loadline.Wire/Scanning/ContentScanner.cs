using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Scanning;

/// <summary>Walks the contents of one dialect: finds texts, results and media whatever order members come in; allocates nothing.</summary>
/// <param name="names">The members that mean something.</param>
/// <param name="actions">What each of them means, in the order of the names.</param>
/// <param name="resultMark">The member that makes a part a tool's answer; <see langword="null"/>: a member's action says so.</param>
internal sealed class ContentScanner(MemberNames names, MemberAction[] actions, MemberNames? resultMark)
{
    private const int OutsideMessages = -1;

    /// <summary>Reads the value the reader stands on, to its end.</summary>
    public void Scan(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                MessageScanner.Text(ref json, facts, role);
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    Scan(ref json, facts, role);
                }

                break;
            case JsonTokenType.StartObject:
                Object(ref json, facts, role);
                break;
        }
    }

    /// <summary>Adds a JSON value as the text that a model reads it as.</summary>
    public static void AddRaw(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        var message = role is MessageRole.ToolDefinition ? OutsideMessages : facts.Messages;
        var hasEscapes = json.TokenType == JsonTokenType.String && json.ValueIsEscaped;
        var range = json.TokenType == JsonTokenType.String ? MemberNames.Content(ref json) : MemberNames.Value(ref json);
        if (!range.IsMissing)
        {
            facts.AddText(new TextSpan(range, role, message, hasEscapes));
        }
    }

    private void Object(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        if (!IsResult(json))
        {
            Part(ref json, facts, role);
            return;
        }

        var start = (int)json.TokenStartIndex;
        Part(ref json, facts, Answer(facts));
        facts.AddStep(new AgentStep(default, new ByteRange(start, (int)json.BytesConsumed - start)));
    }

    private static MessageRole Answer(RequestFacts facts)
    {
        facts.ToolResults++;
        return MessageRole.Tool;
    }

    private void Part(ref Utf8JsonReader json, RequestFacts facts, MessageRole role)
    {
        var name = default(ByteRange);
        var arguments = default(ByteRange);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = names.Find(ref json);
            json.Read();
            if (member < 0 || json.TokenType == JsonTokenType.Null)
            {
                json.Skip();
                continue;
            }

            switch (actions[member])
            {
                case MemberAction.Content:
                    Scan(ref json, facts, role);
                    break;
                case MemberAction.Raw:
                    var start = (int)json.TokenStartIndex;
                    AddRaw(ref json, facts, role);
                    arguments = new ByteRange(start, (int)json.BytesConsumed - start);
                    break;
                case MemberAction.Name:
                    name = json.TokenType == JsonTokenType.String ? MemberNames.Content(ref json) : name;
                    json.Skip();
                    break;
                case MemberAction.Result:
                    start = (int)json.TokenStartIndex;
                    Scan(ref json, facts, Answer(facts));
                    facts.AddStep(new AgentStep(default, new ByteRange(start, (int)json.BytesConsumed - start)));
                    break;
                case MemberAction.Image:
                    facts.Images++;
                    json.Skip();
                    break;
                default:
                    facts.AudioParts++;
                    json.Skip();
                    break;
            }
        }

        if (!name.IsMissing && !arguments.IsMissing && role != MessageRole.Tool)
        {
            facts.AddStep(new AgentStep(name, arguments));
        }
    }

    // A copy of the reader looks ahead.
    private bool IsResult(Utf8JsonReader json)
    {
        if (resultMark is null)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (resultMark.Find(ref json) >= 0)
            {
                return true;
            }

            json.Read();
            json.Skip();
        }

        return false;
    }
}
