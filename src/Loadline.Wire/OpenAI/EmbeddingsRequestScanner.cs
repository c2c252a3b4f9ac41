using System.Text.Json;
using Loadline.Core.Facts;
using Loadline.Wire.Scanning;

namespace Loadline.Wire.OpenAI;

/// <summary>Finds in an embeddings body, in one forward pass, what routing and splicing need.</summary>
/// <remarks>Each string of <c>input</c> becomes a user text of message -1. Token arrays are accepted and leave no text.</remarks>
public static class EmbeddingsRequestScanner
{
    private const int OutsideMessages = -1;
    private const int ModelMember = 0;
    private const int InputMember = 1;

    private static readonly MemberNames Names = new("model", "input", "metadata");

    // One delegate for all requests.
    private static readonly BodyScan.ReadMember Member = Read;

    /// <summary>Fills <paramref name="facts"/> from its own body; allocates nothing unless the body is refused.</summary>
    /// <param name="facts">Just reset with the body.</param>
    public static ScanResult Scan(RequestFacts facts)
    {
        var result = BodyScan.Run(facts, Names, Member, out var seen, RequestKind.Embeddings);
        return !result.Ok ? result
            : facts.Model.IsMissing ? ScanErrors.Missing("model", "\"model\": \"text-embedding-3-small\"")
            : (seen & (1 << InputMember)) == 0 ? ScanErrors.Missing("input", "\"input\": \"Hello\"")
            : ScanResult.Success;
    }

    private static ScanResult Read(ref Utf8JsonReader json, RequestFacts facts, int member) => member switch
    {
        ModelMember => ModelName.Scan(ref json, facts),
        InputMember => Input(ref json, facts),
        _ => MetadataScanner.Scan(ref json, facts),
    };

    private static ScanResult Input(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            Text(ref json, facts);
            return ScanResult.Success;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return ScanErrors.WrongType("input", "a string, an array of strings or an array of tokens", json.TokenType);
        }

        var items = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; items++)
        {
            switch (json.TokenType)
            {
                case JsonTokenType.String:
                    Text(ref json, facts);
                    break;
                case JsonTokenType.Number:
                    break;
                case JsonTokenType.StartArray:
                    json.Skip();
                    break;
                default:
                    return ScanErrors.WrongType("input", "strings, tokens or arrays of tokens", json.TokenType);
            }
        }

        return items == 0 ? ScanErrors.EmptyArray("input") : ScanResult.Success;
    }

    private static void Text(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (!json.ValueSpan.IsEmpty)
        {
            facts.AddText(new TextSpan(MemberNames.Content(ref json), MessageRole.User, OutsideMessages, json.ValueIsEscaped));
        }
    }
}
