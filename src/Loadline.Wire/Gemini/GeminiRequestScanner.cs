using System.Globalization;
using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;
using Loadline.Wire.Scanning;

namespace Loadline.Wire.Gemini;

/// <summary>Finds in a <c>generateContent</c> body, in one forward pass, everything that routing needs.</summary>
/// <remarks>Model and streaming are in the address: <see cref="RequestFacts.Model"/> stays missing, and the body is forwarded as it is.</remarks>
public static class GeminiRequestScanner
{
    private static readonly MemberNames Names = new(
        "contents", "systemInstruction", "system_instruction", "tools", "generationConfig", "generation_config", "cachedContent", "cached_content");

    private static readonly ContentScanner Contents = new(
        new MemberNames(
            "text", "parts", "functionCall", "args", "functionResponse", "response", "inlineData", "fileData", "inline_data", "file_data"),
        [
            MemberAction.Content, MemberAction.Content, MemberAction.Content, MemberAction.Raw, MemberAction.Result, MemberAction.Raw,
            MemberAction.Image, MemberAction.Image, MemberAction.Image, MemberAction.Image,
        ],
        null);

    private static readonly DefinitionScanner Tools = new(
        new MemberNames("name", "description", "parameters", "parametersJsonSchema"),
        new MemberNames("functionDeclarations", "function_declarations"));

    private static readonly MemberNames RoleName = new("role");
    private static readonly MemberNames ModelRole = new("model");

    private static readonly MemberNames ConfigNames = new(
        "maxOutputTokens", "max_output_tokens", "candidateCount", "responseSchema", "responseJsonSchema", "response_schema", "response_json_schema");

    private static readonly BodyScan.ReadMember Member = Read;

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    /// <param name="stream">Whether the address asks for a stream.</param>
    public static ScanResult Scan(RequestFacts facts, bool stream)
    {
        var result = BodyScan.Run(facts, Names, Member, out var seen);
        facts.Stream = facts.IncludeUsage = stream;
        return !result.Ok ? result
            : (seen & 1) == 0 ? ScanErrors.Missing("contents", "\"contents\": [{\"parts\": [{\"text\": \"Hello\"}]}]")
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, int member)
    {
        switch (member)
        {
            case 0:
                return Turns(ref json, facts);
            case 1 or 2:
                Contents.Scan(ref json, facts, MessageRole.System);
                return ScanResult.Success;
            case 3:
                return Tools.ScanMember(ref json, facts);
            case 6 or 7:
                facts.BoundBy = json.TokenType == JsonTokenType.Null ? facts.BoundBy : Names[member];
                json.Skip();
                return ScanResult.Success;
            default:
                return Config(ref json, facts);
        }
    }

    private static ScanResult Turns(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ScanErrors.WrongType("contents", "an array of contents", json.TokenType);
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                var param = string.Create(CultureInfo.InvariantCulture, $"contents[{facts.Messages}]");
                return ScanErrors.WrongType(param, "an object with `parts`", json.TokenType);
            }

            var role = IsModel(json) ? MessageRole.Assistant : MessageRole.User;
            var results = facts.ToolResults;
            Contents.Scan(ref json, facts, role);
            facts.LastRole = facts.ToolResults > results ? MessageRole.Tool : role;
            facts.UserTurns += facts.LastRole == MessageRole.User ? 1 : 0;
            facts.Messages++;
        }

        return facts.Messages == 0 ? ScanErrors.EmptyArray("contents") : ScanResult.Success;
    }

    private static bool IsModel(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isRole = RoleName.Find(ref json) == 0;
            json.Read();
            if (isRole && json.TokenType == JsonTokenType.String)
            {
                return ModelRole.Find(ref json) == 0;
            }

            json.Skip();
        }

        return false;
    }

    private static ScanResult Config(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("generationConfig", "an object", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = ConfigNames.Find(ref json);
            json.Read();
            var result = Setting(ref json, facts, member);
            if (!result.Ok)
            {
                return result;
            }

            json.Skip();
        }

        return ScanResult.Success;
    }

    private static ScanResult Setting(ref Utf8JsonReader json, RequestFacts facts, int member)
    {
        switch (member)
        {
            case 0 or 1:
                facts.MaxOutputTokensValue = MemberNames.Token(ref json);
                var result = Numbers.Read(ref json, "generationConfig.maxOutputTokens", 0, out var most);
                facts.MaxOutputTokens = most;
                return result;
            case 2:
                result = Numbers.Read(ref json, "generationConfig.candidateCount", 1, out var choices);
                facts.Choices = Math.Max(choices, 1);
                return result;
            case >= 3:
                if (json.TokenType == JsonTokenType.StartObject)
                {
                    facts.HasSchema = true;
                    facts.SchemaJson = MemberNames.Value(ref json);
                }

                return ScanResult.Success;
            default:
                return ScanResult.Success;
        }
    }
}
