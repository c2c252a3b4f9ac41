using System.Text.Json;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Conversion;

/// <summary>Opens a request body for conversion.</summary>
internal static class RequestDocument
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ScanErrors.MaxDepth };

    /// <summary>Parses the body, which must be one JSON object.</summary>
    public static ScanResult TryParse(ReadOnlyMemory<byte> body, out JsonDocument document)
    {
        document = null!;
        if (body.IsEmpty)
        {
            return ScanErrors.Empty();
        }

        try
        {
            document = JsonDocument.Parse(MendedJson.Mend(body), Options);
        }
        catch (JsonException error)
        {
            return ScanResult.Error(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"The body is not valid JSON at line {(error.LineNumber ?? 0) + 1}. Send one JSON object, encoded as UTF-8, at most {ScanErrors.MaxDepth} levels deep."),
                null,
                "invalid_json");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return ScanResult.Success;
        }

        document.Dispose();
        return ScanErrors.NotAnObject();
    }

    /// <summary>Whether a member says nothing: null, an empty list or object.</summary>
    public static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        _ => false,
    };
}
