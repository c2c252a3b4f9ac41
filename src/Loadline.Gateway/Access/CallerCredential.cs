using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Access;

/// <summary>Finds the key that a request brings, wherever its dialect puts it.</summary>
internal static class CallerCredential
{
    private const string Bearer = "Bearer ";

    /// <summary>Finds it; empty where there is none. Allocates nothing.</summary>
    /// <remarks>
    /// <c>Authorization: Bearer</c> (OpenAI), <c>x-api-key</c> (Anthropic), <c>api-key</c> (Azure), <c>x-goog-api-key</c> and <c>?key=</c>
    /// (Gemini), the first that is there. Two headers of one name are none: whoever sends them wants two parties to read two keys.
    /// </remarks>
    public static ReadOnlySpan<char> Find(HttpRequest request)
    {
        var headers = request.Headers;
        if (headers.Authorization.Count > 0)
        {
            return headers.Authorization is [{ } authorization] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? authorization.AsSpan(Bearer.Length).Trim(' ')
                : default;
        }

        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var values) && values.Count > 0)
            {
                return values is [{ } value] ? value.AsSpan() : default;
            }
        }

        return request.QueryString.HasValue && request.Query.TryGetValue("key", out var keys) && keys is [{ } key] ? key.AsSpan() : default;
    }

    private static readonly string[] Names = ["x-api-key", "api-key", "x-goog-api-key"];
}
