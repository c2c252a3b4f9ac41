using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads one whole chunk of a chat stream. The relay calls it only for chunks that may hold something it needs.</summary>
internal static class ChunkReader
{
    private static readonly MemberNames Names = new("model", "choices", "usage", "error", "x_groq");
    private static readonly MemberNames ChoiceNames = new("delta", "finish_reason", "error", "usage", "text");
    private static readonly MemberNames VendorNames = new("usage", "error");

    private static readonly MemberNames ContentNames = new(
        "content", "tool_calls", "refusal", "reasoning", "reasoning_content", "reasoning_details", "function_call", "audio");

    private const int Refusal = 2;

    // Each in the order of its name table.
    private enum Top
    {
        Model,
        Choices,
        Usage,
        Error,
        Groq,
    }

    private enum Each
    {
        Delta,
        FinishReason,
        Error,
        Usage,
        Text,
    }

    private enum Vendors
    {
        Usage,
        Error,
    }

    /// <summary>Reads a chunk's data; allocates nothing.</summary>
    /// <returns><see langword="false"/> where it is not one JSON object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out ChunkFacts facts)
    {
        facts = default;
        var json = new Utf8JsonReader(data, ScanErrors.ReaderOptions);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                Member(ref json, ref facts);
            }

            return true;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static void Member(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        var key = (int)json.TokenStartIndex;
        var member = (Top)Names.Find(ref json);
        json.Read();
        switch (member)
        {
            case Top.Model when json.TokenType == JsonTokenType.String:
                facts.Model = MemberNames.Content(ref json);
                break;
            case Top.Choices when json.TokenType == JsonTokenType.StartArray:
                Choices(ref json, ref facts);
                break;
            case Top.Usage:
                facts.HasTopLevelUsage = json.TokenType != JsonTokenType.Null;
                facts.Usage = UsageReader.Read(ref json) ?? facts.Usage;
                facts.UsageMember = new(key, (int)json.BytesConsumed - key);
                break;
            case Top.Groq when json.TokenType == JsonTokenType.StartObject:
                Vendor(ref json, ref facts);
                break;
            default:
                facts.HasError |= member == Top.Error && MemberNames.IsError(ref json);
                json.Skip();
                break;
        }
    }

    private static void Vendor(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = (Vendors)VendorNames.Find(ref json);
            json.Read();
            switch (member)
            {
                case Vendors.Usage:
                    facts.Usage ??= UsageReader.Read(ref json);
                    break;
                case Vendors.Error:
                    NestedError(ref json, ref facts);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void Choices(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            facts.HasChoices = true;
            if (json.TokenType == JsonTokenType.StartObject)
            {
                Choice(ref json, ref facts);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Choice(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = (Each)ChoiceNames.Find(ref json);
            json.Read();
            switch (member)
            {
                case Each.Delta when json.TokenType == JsonTokenType.StartObject:
                    Delta(ref json, ref facts);
                    break;
                case Each.FinishReason when json.TokenType == JsonTokenType.String:
                    facts.FinishReason = MemberNames.Content(ref json);
                    break;
                case Each.Usage:
                    facts.Usage ??= UsageReader.Read(ref json);
                    break;
                case Each.Text:
                    facts.HasContent |= IsNonEmpty(ref json);
                    break;
                case Each.Error:
                    NestedError(ref json, ref facts);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }
    }

    private static void NestedError(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        if (MemberNames.IsError(ref json))
        {
            facts.HasError = true;
            facts.NestedError = MemberNames.Value(ref json);
        }
    }

    private static void Delta(ref Utf8JsonReader json, ref ChunkFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ContentNames.Find(ref json);
            json.Read();
            if (member >= 0)
            {
                var isThere = IsNonEmpty(ref json);
                facts.HasContent |= isThere;
                facts.HasRefusal |= isThere && member == Refusal;
            }
            else
            {
                json.Skip();
            }
        }
    }

    // Some servers send every list on every chunk, empty.
    private static bool IsNonEmpty(ref Utf8JsonReader json)
    {
        if (json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return json.TokenType == JsonTokenType.String && !json.ValueSpan.IsEmpty;
        }

        var depth = json.CurrentDepth;
        json.Read();
        var isEmpty = json.CurrentDepth == depth;
        while (json.CurrentDepth > depth)
        {
            json.Read();
        }

        return !isEmpty;
    }
}
