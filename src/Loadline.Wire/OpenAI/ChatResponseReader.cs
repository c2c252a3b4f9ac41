using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads what the gateway records of a whole reply, skipping its content.</summary>
public static class ChatResponseReader
{
    private static readonly MemberNames Names = new("model", "choices", "usage", "error");
    private static readonly MemberNames ChoiceNames = new("finish_reason", "error", "message");
    private static readonly MemberNames MessageNames = new("refusal");

    /// <summary>Reads a chat reply; allocates nothing.</summary>
    /// <returns><see langword="false"/> where the body is not one JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out ChatResponseFacts facts)
    {
        facts = default;
        var json = new Utf8JsonReader(body, ScanErrors.ReaderOptions);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            var found = Root(ref json);

            // Anything but white space after the object is an error, which this read reports.
            if (json.Read())
            {
                return false;
            }

            facts = found;
            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            facts = default;
            return false;
        }
    }

    /// <summary>Reads the usage of an embeddings reply; allocates nothing.</summary>
    /// <remarks>Looks for the last <c>"usage"</c> instead of walking the vectors: no text of a caller's is in such a reply.</remarks>
    public static TokenUsage? ReadEmbeddingsUsage(ReadOnlySpan<byte> body)
    {
        var at = body.LastIndexOf("\"usage\""u8);
        if (at < 0)
        {
            return null;
        }

        var value = body[(at + "\"usage\""u8.Length)..].TrimStart(" \t\r\n:"u8);
        var json = new Utf8JsonReader(value);
        try
        {
            return json.Read() ? UsageReader.Read(ref json) : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ChatResponseFacts Root(ref Utf8JsonReader json)
    {
        TokenUsage? usage = null;
        var model = default(ByteRange);
        var finish = default(ByteRange);
        var hasError = false;
        var hasChoices = false;
        var hasRefusal = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = Names.Find(ref json);
            json.Read();
            switch (member)
            {
                case 0 when json.TokenType == JsonTokenType.String:
                    model = MemberNames.Content(ref json);
                    break;
                case 1 when json.TokenType == JsonTokenType.StartArray:
                    hasChoices = true;
                    Choices(ref json, ref finish, ref hasError, ref hasRefusal);
                    break;
                case 2:
                    usage = UsageReader.Read(ref json);
                    break;
                default:
                    hasError |= member == 3 && MemberNames.IsError(ref json);
                    json.Skip();
                    break;
            }
        }

        return new ChatResponseFacts(usage, model, finish, hasError, hasChoices) { HasRefusal = hasRefusal };
    }

    private static void Choices(ref Utf8JsonReader json, ref ByteRange finish, ref bool hasError, ref bool hasRefusal)
    {
        for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (json.TokenType == JsonTokenType.StartObject)
            {
                Choice(ref json, index, ref finish, ref hasError, ref hasRefusal);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Choice(ref Utf8JsonReader json, int index, ref ByteRange finish, ref bool hasError, ref bool hasRefusal)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ChoiceNames.Find(ref json);
            json.Read();
            if (member == 0 && index == 0 && json.TokenType == JsonTokenType.String)
            {
                finish = MemberNames.Content(ref json);
            }

            if (member == 2 && json.TokenType == JsonTokenType.StartObject)
            {
                hasRefusal |= IsRefusal(ref json);
                continue;
            }

            hasError |= member == 1 && MemberNames.IsError(ref json);
            json.Skip();
        }
    }

    private static bool IsRefusal(ref Utf8JsonReader json)
    {
        var isRefusal = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = MessageNames.Find(ref json);
            json.Read();
            isRefusal |= member == 0 && json.TokenType == JsonTokenType.String && !json.ValueSpan.IsEmpty;
            json.Skip();
        }

        return isRefusal;
    }
}
