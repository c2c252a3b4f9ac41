using System.Globalization;
using System.Text.Json;

namespace Loadline.Wire.OpenAI;

/// <summary>The faults a scanner can find, each with what to write instead. Built only when a request is refused.</summary>
internal static class ScanErrors
{
    public const int MaxDepth = 64;

    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    public static ScanResult Empty() =>
        ScanResult.Error("The request body is empty. Send one JSON object with `model` and the input.", null, "invalid_json");

    /// <summary>Explains why <paramref name="json"/> stopped.</summary>
    public static ScanResult NotJson(JsonException error, ref Utf8JsonReader json, ReadOnlySpan<byte> body)
    {
        var line = (error.LineNumber ?? 0) + 1;
        var column = (error.BytePositionInLine ?? 0) + 1;
        var place = string.Create(CultureInfo.InvariantCulture, $"line {line}, byte {column}");
        var next = body[(int)json.BytesConsumed..].TrimStart(" \t\r\n,:"u8);
        var isTooDeep = json.CurrentDepth >= MaxDepth - 1 && (next.StartsWith("["u8) || next.StartsWith("{"u8));
        return isTooDeep
            ? ScanResult.Error($"The body is nested deeper than {MaxDepth} levels at {place}. Send it flatter.", null, "json_too_deep")
            : ScanResult.Error($"The body is not valid JSON at {place}. Send one JSON object, encoded as UTF-8.", null, "invalid_json");
    }

    public static ScanResult BadText() =>
        ScanResult.Error(
            "A member name, the model or a hint is not valid text: broken UTF-8 or half of a surrogate pair. Send it whole.", null, "invalid_json");

    public static ScanResult NotAnObject() =>
        ScanResult.Error("The request body must be a JSON object, such as {\"model\": \"auto\", …}.", null, "invalid_type");

    public static ScanResult WrongType(string param, string expected, JsonTokenType found) =>
        ScanResult.Error($"Invalid '{param}': expected {expected}, found {Describe(found)}.", param, "invalid_type");

    public static ScanResult Missing(string param, string example) =>
        ScanResult.Error($"Missing required parameter: '{param}'. Add it, for example {example}.", param, "missing_required_parameter");

    public static ScanResult EmptyArray(string param) =>
        ScanResult.Error($"Invalid '{param}': the array is empty; give at least one item.", param, "empty_array");

    public static ScanResult TooSmall(string param, int minimum) =>
        ScanResult.Error(
            string.Create(CultureInfo.InvariantCulture, $"Invalid '{param}': the least value is {minimum}."),
            param,
            "integer_below_min_value");

    public static ScanResult Duplicate(string param) =>
        ScanResult.Error($"Duplicate '{param}': send this member once, so that every reader sees the same value.", param, "duplicate_parameter");

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        _ => "null",
    };
}
