using System.Net.Http.Headers;
using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Forwarding;

/// <summary>Which of an upstream's reply headers reach the caller: an allow-list, because the rest is between us and the provider.</summary>
internal static class ReplyHeaders
{
    /// <summary>Copies what clients act on: request ids, rate limits, retry advice.</summary>
    /// <param name="from">The upstream's reply.</param>
    /// <param name="to">The caller's headers.</param>
    /// <param name="caller">The caller's dialect: its clients read the request id under one name only.</param>
    public static void Copy(HttpResponseMessage from, IHeaderDictionary to, Dialect caller)
    {
        CopyAll(from, to);
        var (wanted, other) = caller == Dialect.Anthropic ? ("request-id", "x-request-id") : ("x-request-id", "request-id");
        if (to.TryGetValue(other, out var id) && !to.ContainsKey(wanted))
        {
            to[wanted] = id;
        }
    }

    private static void CopyAll(HttpResponseMessage from, IHeaderDictionary to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (IsForCallers(name) && IsClean(values))
            {
                to[name] = values.ToString();
            }
        }
    }

    private static bool IsForCallers(string name) => name.Length > 3 && (name[0] | 0x20) switch
    {
        'x' => Is(name, "x-request-id") || Is(name, "x-should-retry") || Is(name, "x-gemini-service-tier") || Is(name, "x-amzn-requestid") || name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase),
        'r' => Is(name, "retry-after") || Is(name, "retry-after-ms") || Is(name, "request-id"),
        'o' => Is(name, "openai-processing-ms") || Is(name, "openai-version") || Is(name, "openai-model"),
        'a' => name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static bool Is(string name, string wanted) => name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    // Kestrel would throw on a control character, and a provider's odd header must not cost the caller the answer.
    public static bool IsClean(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            foreach (var c in value)
            {
                if (c is < ' ' or > '~')
                {
                    return false;
                }
            }
        }

        return true;
    }
}
