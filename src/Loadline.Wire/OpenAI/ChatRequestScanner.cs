using System.Text.Json;
using Loadline.Core.Facts;

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

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    public static ScanResult Scan(RequestFacts facts)
    {
        if (facts.Body.IsEmpty)
        {
            return ScanErrors.Empty();
        }

        facts.Kind = RequestKind.Chat;
        var json = new Utf8JsonReader(facts.Body.Span, ScanErrors.ReaderOptions);
        try
        {
            return Root(ref json, facts);
        }
        catch (JsonException error)
        {
            return ScanErrors.NotJson(error, ref json, facts.Body.Span);
        }
        catch (InvalidOperationException)
        {
            return ScanErrors.BadText();
        }
    }

    private static ScanResult Root(ref Utf8JsonReader json, RequestFacts facts)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return ScanErrors.NotAnObject();
        }

        facts.InsertAt = (int)json.BytesConsumed;
        var seen = 0;
        var limits = default(OutputLimits);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            facts.HasMembers = true;
            var member = Names.Find(ref json);
            json.Read();
            if (member < 0)
            {
                json.Skip();
                continue;
            }

            if ((Member)member >= Member.User)
            {
                User(ref json, facts, (Member)member);
                continue;
            }

            if ((seen & (1 << member)) != 0)
            {
                return ScanErrors.Duplicate(Names[member]);
            }

            seen |= 1 << member;
            var result = Read(ref json, facts, (Member)member, ref limits);
            if (!result.Ok)
            {
                return result;
            }
        }

        // Anything but white space after the object is an error, which this read reports.
        json.Read();
        (facts.MaxOutputTokens, facts.MaxOutputTokensValue) = limits.Effective;
        return facts.Model.IsMissing ? ScanErrors.Missing("model", "\"model\": \"auto\"")
            : (seen & (1 << (int)Member.Messages)) == 0 ? ScanErrors.Missing("messages", MessagesExample)
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, Member member, ref OutputLimits limits)
    {
        switch (member)
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
                limits.OldValue = MemberNames.Token(ref json);
                return Numbers.Read(ref json, "max_tokens", 0, out limits.Old);
            case Member.MaxCompletionTokens:
                limits.NewValue = MemberNames.Token(ref json);
                return Numbers.Read(ref json, "max_completion_tokens", 0, out limits.New);
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
            default:
                return MetadataScanner.Scan(ref json, facts);
        }
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

    /// <summary>Both spellings of the output cap; the newer one wins where a body has both.</summary>
    private struct OutputLimits
    {
        public int Old;
        public int New;
        public ByteRange OldValue;
        public ByteRange NewValue;

        public readonly (int, ByteRange) Effective => New > 0 ? (New, NewValue) : (Old, OldValue);
    }
}
