namespace Loadline.Wire.Conversion;

/// <summary>Tells from status, type, code and words what an error means; the words are those that providers were recorded with.</summary>
internal static class ErrorKinds
{
    private static readonly string[] Overflow =
    [
        "context_length_exceeded", "prompt is too long", "input token count", "input tokens exceeded", "input is too long",
        "maximum context length", "too_many_prompt_tokens", "exceeded max context length", "context window", "exceeds the maximum number of tokens",
        "exceed_context_size", "prompt too long", "total length of all messages is too long",
    ];

    private static readonly string[] Filtered =
        ["content_filter", "content filter", "responsibleaipolicyviolation", "content_policy_violation", "guardrail", "prohibited_content", "safety system"];

    private static readonly string[] Spent =
        ["insufficient_quota", "billing", "credit balance", "insufficient balance", "payment required", "spending limit", "exceeded your current quota"];

    private static readonly string[] BadKey =
    [
        "api_key_invalid", "invalid_api_key", "invalid api key", "incorrect api key", "api key not valid", "authentication_error", "invalid x-api-key",
        "security token included in the request", "unrecognizedclientexception", "expiredtokenexception",
    ];

    private static readonly string[] Busy =
        ["overloaded", "serviceunavailable", "modelnotready", "at capacity", "over capacity", "server is busy", "high demand", "unavailable"];

    public static ErrorKind Classify(int status, string? type, string? code, string message)
    {
        var words = $"{type} {code} {message}";
        return status switch
        {
            401 => ErrorKind.Authentication,
            402 => ErrorKind.Quota,
            404 => ErrorKind.NotFound,
            408 or 504 => ErrorKind.Timeout,
            413 => Has(words, Overflow) ? ErrorKind.ContextOverflow : ErrorKind.TooLarge,
            529 => ErrorKind.Overloaded,
            403 => Has(words, BadKey) ? ErrorKind.Authentication : Has(words, Filtered) ? ErrorKind.ContentFilter : ErrorKind.Permission,
            429 => Limited(words),
            503 => ErrorKind.Overloaded,
            >= 500 => Has(words, Busy) ? ErrorKind.Overloaded : Has(words, Overflow) ? ErrorKind.ContextOverflow : ErrorKind.Server,
            _ => ByWords(words, status),
        };
    }

    /// <summary>The HTTP status that stands for a kind where none was given.</summary>
    public static int Status(ErrorKind kind) => kind switch
    {
        ErrorKind.ContextOverflow or ErrorKind.ContentFilter or ErrorKind.InvalidRequest => 400,
        ErrorKind.Authentication => 401,
        ErrorKind.Quota => 402,
        ErrorKind.Permission => 403,
        ErrorKind.NotFound => 404,
        ErrorKind.TooLarge => 413,
        ErrorKind.RateLimit => 429,
        ErrorKind.Overloaded => 503,
        ErrorKind.Timeout => 504,
        _ => 502,
    };

    private static ErrorKind Limited(string words) =>
        Has(words, Overflow) ? ErrorKind.ContextOverflow
        : words.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase) ? ErrorKind.Quota
        : Has(words, ["modelnotready", "overloaded", "at capacity"]) ? ErrorKind.Overloaded
        : ErrorKind.RateLimit;

    private static ErrorKind ByWords(string words, int status) =>
        Has(words, Overflow) ? ErrorKind.ContextOverflow
        : Has(words, BadKey) ? ErrorKind.Authentication
        : Has(words, Filtered) ? ErrorKind.ContentFilter
        : Has(words, Spent) ? ErrorKind.Quota
        : status >= 400 ? ErrorKind.InvalidRequest
        : InStream(words);

    // No status: the event's own words are all there is.
    private static ErrorKind InStream(string words) =>
        Has(words, ["rate_limit", "rate limit", "throttling", "resource_exhausted", "too many requests", "rate-limited"]) ? ErrorKind.RateLimit
        : Has(words, Busy) ? ErrorKind.Overloaded
        : Has(words, ["permission"]) ? ErrorKind.Permission
        : Has(words, ["not_found"]) ? ErrorKind.NotFound
        : Has(words, ["timeout", "timed out"]) ? ErrorKind.Timeout
        : Has(words, ["invalid_request", "invalid_argument", "validationexception", "invalid_prompt"]) ? ErrorKind.InvalidRequest
        : ErrorKind.Server;

    private static bool Has(string words, ReadOnlySpan<string> any)
    {
        foreach (var word in any)
        {
            if (words.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
