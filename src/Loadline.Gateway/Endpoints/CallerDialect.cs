using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Which API a caller speaks, told from address and headers alone: errors need it before any body is read.</summary>
internal static class CallerDialect
{
    /// <summary>The query member that Gemini's callers may carry their key in.</summary>
    public const string KeyQuery = "key";

    public static Dialect Of(HttpRequest request)
    {
        var path = request.Path;
        return path.StartsWithSegments("/v1/messages", StringComparison.OrdinalIgnoreCase) ? Dialect.Anthropic
            : path.StartsWithSegments("/v1/responses", StringComparison.OrdinalIgnoreCase) ? Dialect.OpenAIResponses
            : path.StartsWithSegments("/v1beta", StringComparison.OrdinalIgnoreCase) ? Dialect.Gemini
            : path.StartsWithSegments("/v1/chat", StringComparison.OrdinalIgnoreCase)
                || path.StartsWithSegments("/v1/embeddings", StringComparison.OrdinalIgnoreCase)
                || path.StartsWithSegments("/loadline", StringComparison.OrdinalIgnoreCase) ? Dialect.OpenAIChat
            : path.StartsWithSegments("/v1/models", StringComparison.OrdinalIgnoreCase, out var rest) && rest.Value!.Contains(':') && HttpMethods.IsPost(request.Method)
                ? Dialect.Gemini
            : OfHeaders(request);
    }

    /// <summary>For addresses that several APIs share: each of their clients sends a header that the others do not.</summary>
    public static Dialect OfHeaders(HttpRequest request) =>
        request.Headers.ContainsKey("anthropic-version") ? Dialect.Anthropic
        : request.Headers.ContainsKey("x-goog-api-key") || request.Query.ContainsKey(KeyQuery) ? Dialect.Gemini
        : Dialect.OpenAIChat;
}
