using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Scanning;

/// <summary>Reads a list of tools of any dialect: how many, and the text that describes them.</summary>
/// <param name="texts">The members whose text or schema the model reads.</param>
/// <param name="lists">The members that hold more tools.</param>
internal sealed class DefinitionScanner(MemberNames texts, MemberNames lists)
{
    /// <summary>Reads the list and notes where it is: providers count its JSON, not its texts.</summary>
    public ScanResult ScanMember(ref Utf8JsonReader json, RequestFacts facts)
    {
        var start = (int)json.TokenStartIndex;
        var result = Scan(ref json, facts);
        if (facts.Tools > 0)
        {
            facts.ToolsJson = new ByteRange(start, (int)json.BytesConsumed - start);
        }

        return result;
    }

    public ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return json.TokenType == JsonTokenType.Null ? ScanResult.Success : ScanErrors.WrongType("tools", "an array", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return ScanErrors.WrongType("tools", "an array of objects", json.TokenType);
            }

            var result = Tool(ref json, facts);
            if (!result.Ok)
            {
                return result;
            }
        }

        return ScanResult.Success;
    }

    private ScanResult Tool(ref Utf8JsonReader json, RequestFacts facts)
    {
        var holdsTools = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isList = lists.Find(ref json) >= 0;
            var isText = texts.Find(ref json) >= 0;
            json.Read();
            if (isList)
            {
                holdsTools = true;
                var result = Scan(ref json, facts);
                if (!result.Ok)
                {
                    return result;
                }
            }
            else if (isText && json.TokenType is (JsonTokenType.StartObject or JsonTokenType.String))
            {
                ContentScanner.AddRaw(ref json, facts, MessageRole.ToolDefinition);
            }
            else
            {
                json.Skip();
            }
        }

        facts.Tools += holdsTools ? 0 : 1;
        return ScanResult.Success;
    }
}
