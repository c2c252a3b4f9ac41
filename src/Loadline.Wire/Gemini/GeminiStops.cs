using Loadline.Wire.Conversion;

namespace Loadline.Wire.Gemini;

/// <summary><c>finishReason</c>, both ways. A call has no reason of its own: it ends with STOP.</summary>
internal static class GeminiStops
{
    public static StopReason Read(string? reason) => reason switch
    {
        null or "" or "FINISH_REASON_UNSPECIFIED" => StopReason.None,
        "MAX_TOKENS" => StopReason.MaxTokens,
        "SAFETY" or "RECITATION" or "BLOCKLIST" or "PROHIBITED_CONTENT" or "SPII" or "LANGUAGE" or "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT"
            or "IMAGE_RECITATION" => StopReason.ContentFilter,
        "MALFORMED_FUNCTION_CALL" or "UNEXPECTED_TOOL_CALL" or "MALFORMED_RESPONSE" or "TOO_MANY_TOOL_CALLS" or "MISSING_THOUGHT_SIGNATURE"
            => StopReason.Error,
        _ => StopReason.EndTurn,
    };

    public static ReadOnlySpan<byte> Write(StopReason stop) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "MAX_TOKENS"u8,
        StopReason.ContentFilter => "SAFETY"u8,
        StopReason.Error => "MALFORMED_RESPONSE"u8,
        _ => "STOP"u8,
    };
}
