using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads <c>tools</c> and the older <c>functions</c>: how many, and the text that describes them.</summary>
internal static class ToolScanner
{
    private const int OutsideMessages = -1;

    private static readonly MemberNames Wrappers = new("function", "custom");
    private static readonly MemberNames Names = new("name", "description", "parameters", "format");

    /// <param name="json">On the member's value.</param>
    /// <param name="facts">What is filled.</param>
    /// <param name="isWrapped">Whether it is <c>tools</c>, whose definitions lie one level deeper than those of <c>functions</c>.</param>
    public static ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts, bool isWrapped)
    {
        var name = isWrapped ? "tools" : "functions";
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.Null ? ScanResult.Success : ScanErrors.WrongType(name, "an array", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType(name, "an array of objects", json.TokenType);
            }

            facts.Tools++;
            if (isWrapped)
            {
                Tool(ref json, facts);
            }
            else
            {
                Definition(ref json, facts);
            }
        }

        return ScanResult.Success;
    }

    private static void Tool(ref Utf8JsonReader json, RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isDefinition = Wrappers.Find(ref json) >= 0;
            json.Read();
            if (isDefinition && json.TokenType == JsonTokenType.StartObject)
            {
                Definition(ref json, facts);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private static void Definition(ref Utf8JsonReader json, RequestFacts facts)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isText = Names.Find(ref json) >= 0;
            json.Read();
            if (!isText)
            {
                json.Skip();
            }
            else if (json.TokenType == JsonTokenType.String)
            {
                Add(facts, MemberNames.Content(ref json), json.ValueIsEscaped);
            }
            else if (json.TokenType == JsonTokenType.StartObject)
            {
                // A schema counts as the JSON text it is: that is what the model reads.
                Add(facts, MemberNames.Value(ref json), hasEscapes: false);
            }
        }
    }

    private static void Add(RequestFacts facts, ByteRange range, bool hasEscapes)
    {
        if (!range.IsMissing)
        {
            facts.AddText(new TextSpan(range, MessageRole.ToolDefinition, OutsideMessages, hasEscapes));
        }
    }
}
