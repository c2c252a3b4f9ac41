namespace Loadline.Wire.Conversion;

/// <summary>The words of each dialect for one kind of error.</summary>
internal static class ErrorWords
{
    public static string OpenAIType(ChatError error) => error.Kind switch
    {
        ErrorKind.Authentication or ErrorKind.ContextOverflow or ErrorKind.ContentFilter or ErrorKind.NotFound or ErrorKind.InvalidRequest
            or ErrorKind.TooLarge => "invalid_request_error",
        ErrorKind.Permission => "permission_error",
        ErrorKind.Quota => "insufficient_quota",
        ErrorKind.RateLimit => "rate_limit_error",
        ErrorKind.Overloaded or ErrorKind.Server or ErrorKind.Timeout => "server_error",
        _ => error.Type ?? (error.Status is >= 400 and < 500 ? "invalid_request_error" : "server_error"),
    };

    public static string? OpenAICode(ChatError error) => error.Kind switch
    {
        ErrorKind.ContextOverflow => "context_length_exceeded",
        ErrorKind.ContentFilter => "content_filter",
        ErrorKind.Authentication => "invalid_api_key",
        ErrorKind.Quota => "insufficient_quota",
        ErrorKind.RateLimit => "rate_limit_exceeded",
        ErrorKind.Overloaded => "server_is_overloaded",
        _ => error.Code,
    };

    public static string AnthropicType(ChatError error) => error.Kind switch
    {
        ErrorKind.Authentication => "authentication_error",
        ErrorKind.Permission => "permission_error",
        ErrorKind.NotFound => "not_found_error",
        ErrorKind.Quota => "billing_error",
        ErrorKind.RateLimit => "rate_limit_error",
        ErrorKind.Overloaded => "overloaded_error",
        ErrorKind.Timeout => "timeout_error",
        ErrorKind.TooLarge => "request_too_large",
        ErrorKind.ContextOverflow or ErrorKind.ContentFilter or ErrorKind.InvalidRequest => "invalid_request_error",
        _ => error.Status is >= 400 and < 500 ? "invalid_request_error" : "api_error",
    };

    // Anthropic's clients know an overflow by these words; there is no code for it.
    public static string AnthropicMessage(ChatError error) =>
        error.Kind == ErrorKind.ContextOverflow && !error.Message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase)
            ? "prompt is too long: " + error.Message
            : error.Message;

    public static string GeminiStatus(ChatError error) => error.Kind switch
    {
        ErrorKind.Authentication => "UNAUTHENTICATED",
        ErrorKind.Permission => "PERMISSION_DENIED",
        ErrorKind.NotFound => "NOT_FOUND",
        ErrorKind.Quota or ErrorKind.RateLimit => "RESOURCE_EXHAUSTED",
        ErrorKind.Overloaded => "UNAVAILABLE",
        ErrorKind.Timeout => "DEADLINE_EXCEEDED",
        ErrorKind.Server => "INTERNAL",
        _ => error.Status >= 500 ? "INTERNAL" : "INVALID_ARGUMENT",
    };
}
