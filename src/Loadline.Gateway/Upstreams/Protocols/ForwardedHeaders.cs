using Loadline.Wire.Conversion;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Upstreams.Protocols;

/// <summary>Which of the caller's headers go on to an upstream of its own dialect: those that switch the API's features.</summary>
internal static class ForwardedHeaders
{
    /// <summary>Copies them; none where the caller speaks another dialect.</summary>
    public static void Copy(IHeaderDictionary? caller, HttpRequestMessage request, Dialect dialect)
    {
        if (caller is null)
        {
            return;
        }

        foreach (var (name, value) in caller)
        {
            if (GoesOn(name, dialect))
            {
                OutboundHeaders.Add(request.Headers, name, value.ToString());
            }
        }
    }

    // An organisation or a project names the owner of the caller's key; ours is another, and the provider would refuse the pair.
    private static bool GoesOn(string name, Dialect dialect) => dialect switch
    {
        Dialect.Anthropic => StartsWith(name, "anthropic-"),
        Dialect.OpenAIChat or Dialect.OpenAIResponses => StartsWith(name, "openai-")
            && !StartsWith(name, "openai-organization") && !StartsWith(name, "openai-project"),
        _ => false,
    };

    private static bool StartsWith(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
