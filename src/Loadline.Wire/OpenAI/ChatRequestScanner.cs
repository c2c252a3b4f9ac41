using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.Scanning;

namespace Loadline.Wire.OpenAI;

/// <summary>Finds in a Chat Completions body, in one forward pass, everything that routing and splicing need.</summary>
/// <remarks>
/// <para>Members Loadline does not know are skipped and never interpreted, addresses and credentials (<c>api_base</c>, <c>headers</c>)
/// included.</para>
/// <para>A top-level member that Loadline reads may appear once: parsers differ in which of two they believe, and a second <c>model</c> or
/// <c>messages</c> would route one request and send another.</para>
/// <para>A <c>file</c> part counts as an image: its pages reach the model as pictures, so it needs a model that sees.</para>
/// </remarks>
public static class ChatRequestScanner
{
    /// <summary>The longest model name accepted, in bytes of JSON.</summary>
    public const int MaxModelBytes = 512;

    private const string MessagesExample = "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]";

    private static readonly MemberNames Names = new(
        "model", "messages", "stream", "stream_options", "reasoning_effort", "max_tokens", "max_completion_tokens", "n", "tools",
        "functions", "response_format", "metadata", "user", "safety_identifier");

    // In the order of Names.
    private enum Member
    {
        Model,
        Messages,
        Stream,
        StreamOptions,
        ReasoningEffort,
        MaxTokens,
        MaxCompletionTokens,
        N,
        Tools,
        Functions,
        ResponseFormat,
        Metadata,
        User,
        SafetyIdentifier,
    }

    private static readonly MemberNames StreamOptionNames = new("include_usage");
    private static readonly MemberNames TypeName = new("type");

    // One delegate for all requests.
    private static readonly BodyScan.ReadMember ReadMember = Read;

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    public static ScanResult Scan(RequestFacts facts)
    {
        var result = BodyScan.Run(facts, Names, ReadMember, out var seen, mayRepeat: (1u << (int)Member.User) | (1u << (int)Member.SafetyIdentifier));
        return !result.Ok ? result
            : facts.Model.IsMissing ? ScanErrors.Missing("model", "\"model\": \"auto\"")
            : (seen & (1 << (int)Member.Messages)) == 0 ? ScanErrors.Missing("messages", MessagesExample)
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, int member)
    {
        switch ((Member)member)
        {
            case Member.Model:
                return ModelName.Scan(ref json, facts);
            case Member.Messages:
                return MessageScanner.Scan(ref json, facts);
            case Member.Stream:
                return Stream(ref json, facts);
            case Member.StreamOptions:
                return StreamOptions(ref json, facts);
            case Member.ReasoningEffort:
                return ReasoningEffort(ref json, facts);
            case Member.MaxTokens:
                return OutputLimit(ref json, facts, "max_tokens", isNewer: false);
            case Member.MaxCompletionTokens:
                return OutputLimit(ref json, facts, "max_completion_tokens", isNewer: true);
            case Member.N:
                var result = Numbers.Read(ref json, "n", 1, out var choices);
                facts.Choices = Math.Max(choices, 1);
                return result;
            case Member.Tools:
                return Tools(ref json, facts, isWrapped: true);
            case Member.Functions:
                return Tools(ref json, facts, isWrapped: false);
            case Member.ResponseFormat:
                return ResponseFormat(ref json, facts);
            case Member.User or Member.SafetyIdentifier:
                User(ref json, facts, (Member)member);
                return ScanResult.Success;
            default:
                return MetadataScanner.Scan(ref json, facts);
        }
    }

    // Of both spellings of the cap the newer one wins, whichever comes first; one that caps nothing gives way.
    private static ScanResult OutputLimit(ref Utf8JsonReader json, RequestFacts facts, string name, bool isNewer)
    {
        var place = MemberNames.Token(ref json);
        var result = Numbers.Read(ref json, name, 0, out var most);
        if (isNewer ? most > 0 : facts.MaxOutputTokens == 0)
        {
            (facts.MaxOutputTokens, facts.MaxOutputTokensValue) = (most, place);
        }

        return result;
    }

    // Only told of, never acted on: whatever else stands there is the provider's business.
    private static void User(ref Utf8JsonReader json, RequestFacts facts, Member member)
    {
        if (json.TokenType == JsonTokenType.String && (member == Member.SafetyIdentifier || facts.User.IsMissing))
        {
            facts.User = MemberNames.Content(ref json);
        }

        json.Skip();
    }

    private static ScanResult Tools(ref Utf8JsonReader json, RequestFacts facts, bool isWrapped)
    {
        var start = (int)json.TokenStartIndex;
        var result = ToolScanner.Scan(ref json, facts, isWrapped);
        if (facts.Tools > 0)
        {
            facts.ToolsJson = new ByteRange(start, (int)json.BytesConsumed - start);
        }

        return result;
    }

    private static ScanResult Stream(ref Utf8JsonReader json, RequestFacts facts)
    {
        facts.Stream = json.TokenType == JsonTokenType.True;
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? ScanResult.Success
            : ScanErrors.WrongType("stream", "true or false", json.TokenType);
    }

    private static ScanResult StreamOptions(ref Utf8JsonReader json, RequestFacts facts)
    {
        // A null is kept as the place to write over.
        facts.StreamOptions = MemberNames.Token(ref json);
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("stream_options", "an object such as {\"include_usage\": true}", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isUsage = StreamOptionNames.Find(ref json) == 0;
            json.Read();
            if (!isUsage)
            {
                json.Skip();
                continue;
            }

            if (!facts.IncludeUsageValue.IsMissing)
            {
                return ScanErrors.Duplicate("stream_options.include_usage");
            }

            if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            {
                return ScanErrors.WrongType("stream_options.include_usage", "true or false", json.TokenType);
            }

            facts.IncludeUsageValue = MemberNames.Token(ref json);
            facts.IncludeUsage = json.TokenType == JsonTokenType.True;
        }

        facts.StreamOptions = new ByteRange(facts.StreamOptions.Start, (int)json.BytesConsumed - facts.StreamOptions.Start);
        return ScanResult.Success;
    }

    private static ScanResult ReasoningEffort(ref Utf8JsonReader json, RequestFacts facts)
    {
        facts.ReasoningEffort = MemberNames.Token(ref json);
        return json.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? ScanResult.Success
            : ScanErrors.WrongType("reasoning_effort", "a string such as \"low\"", json.TokenType);
    }

    private static ScanResult ResponseFormat(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("response_format", "an object such as {\"type\": \"json_object\"}", json.TokenType);
        }

        var start = (int)json.TokenStartIndex;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isType = TypeName.Find(ref json) == 0;
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String)
            {
                facts.HasSchema = json.ValueTextEquals("json_schema"u8);
            }

            json.Skip();
        }

        facts.SchemaJson = facts.HasSchema ? new ByteRange(start, (int)json.BytesConsumed - start) : default;
        return ScanResult.Success;
    }
}
