using Loadline.Core.Plans;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Errors;

/// <summary>Tells what an upstream's error is about from its status and its words, whichever provider said it.</summary>
/// <remarks>
/// Codes go before prose. The prose was taken from recorded replies of OpenAI, Azure, Anthropic, Gemini and Vertex, Bedrock, Mistral, Groq,
/// DeepSeek, xAI, Perplexity, OpenRouter, Ollama, Cohere and Voyage; what is not recognised is sorted by its status alone.
/// </remarks>
public static class UpstreamFailures
{
    private static readonly string[] OverflowCodes =
        ["context_length_exceeded", "context_window_exceeded", "too_many_prompt_tokens", "model_max_prompt_tokens_exceeded", "string_above_max_length"];

    private static readonly string[] OverflowWords =
    [
        "maximum context length", "context window", "context length", "exceed context limit", "prompt is too long", "prompt too long",
        "input token count", "number of input tokens exceeds", "total length of all messages is too long", "too many tokens",
        "input is too long", "exceeds the model's maximum", "reduce the length of",
    ];

    private static readonly string[] FilterCodes =
    [
        "content_filter", "content_policy_violation", "ResponsibleAIPolicyViolation", "content_policy", "data_inspection_failed",
        "moderation_blocked", "PROHIBITED_CONTENT", "invalid_prompt",
    ];

    private static readonly string[] FilterWords =
        ["content management policy", "content policy", "content filter", "safety system", "flagged by", "responsible ai", "inappropriate content"];

    private static readonly string[] QuotaCodes =
        ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance", "insufficient_user_quota"];

    private static readonly string[] QuotaWords =
        ["insufficient balance", "credit balance is too low", "exceeded your current quota", "insufficient credits", "out of credits", "billing hard limit"];

    private static readonly string[] AuthCodes = ["invalid_api_key", "API_KEY_INVALID", "authentication_error"];

    private static readonly string[] AuthWords = ["incorrect api key", "api key not valid", "invalid api key"];

    private static readonly string[] ModelCodes = ["model_not_found", "DeploymentNotFound", "model_not_available"];

    private static readonly string[] ModelWords =
        ["does not exist", "not found", "is not supported", "model identifier is invalid", "model:"];

    /// <summary>Sorts an error reply.</summary>
    /// <param name="status">The HTTP status, not 2xx.</param>
    /// <param name="body">The body as far as it was read.</param>
    /// <param name="hasRetryDelay">Whether it names a time to come back: then an exhausted quota is a rate limit.</param>
    public static RoutingError Classify(int status, ReadOnlySpan<byte> body, bool hasRetryDelay = false)
    {
        var plain = RoutingErrors.FromStatus(status);
        return plain is RoutingError.UpstreamBroken || body.IsEmpty ? plain : Classify(status, plain, OpenAIErrors.Read(body), hasRetryDelay);
    }

    private static RoutingError Classify(int status, RoutingError plain, in UpstreamError error, bool hasRetryDelay) => status switch
    {
        400 or 404 or 413 or 422 => Refused(status, plain, error),
        429 => !hasRetryDelay && (IsOneOf(error, QuotaCodes) || Says(error, QuotaWords)) ? RoutingError.UpstreamQuota : plain,
        403 => IsOneOf(error, FilterCodes) ? RoutingError.UpstreamContentFiltered
            : IsOneOf(error, ModelCodes) ? RoutingError.UpstreamModelNotFound
            : IsOneOf(error, QuotaCodes) || Says(error, QuotaWords) ? RoutingError.UpstreamQuota : plain,
        _ => plain,
    };

    private static RoutingError Refused(int status, RoutingError plain, in UpstreamError error) =>
        IsOneOf(error, OverflowCodes) ? RoutingError.UpstreamContextOverflow
        : IsOneOf(error, FilterCodes) ? RoutingError.UpstreamContentFiltered
        : IsOneOf(error, QuotaCodes) ? RoutingError.UpstreamQuota
        : IsOneOf(error, ModelCodes) ? RoutingError.UpstreamModelNotFound
        : IsOneOf(error, AuthCodes) ? RoutingError.UpstreamAuth
        : Says(error, OverflowWords) ? RoutingError.UpstreamContextOverflow
        : Says(error, FilterWords) ? RoutingError.UpstreamContentFiltered
        : Says(error, QuotaWords) ? RoutingError.UpstreamQuota
        : Says(error, AuthWords) ? RoutingError.UpstreamAuth
        : NamesUnknownModel(status, error) ? RoutingError.UpstreamModelNotFound
        : plain;

    // "Not found" alone is said of files and conversations, too.
    private static bool NamesUnknownModel(int status, in UpstreamError error) =>
        status is 400 or 404 && error.Message.StartsWith("model", StringComparison.OrdinalIgnoreCase) ? Says(error, ModelWords)
        : status == 404 ? error.Message.Contains("model", StringComparison.OrdinalIgnoreCase) && Says(error, ModelWords)
        : error.Message.Contains("model identifier is invalid", StringComparison.OrdinalIgnoreCase);

    private static bool IsOneOf(in UpstreamError error, string[] codes)
    {
        foreach (var code in codes)
        {
            if (code.Equals(error.Code, StringComparison.OrdinalIgnoreCase) || code.Equals(error.Type, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Says(in UpstreamError error, string[] words)
    {
        foreach (var word in words)
        {
            if (error.Message.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
