using System.Net;

namespace Loadline.Core.Configuration;

/// <summary>Which addresses a gateway may listen on without asking its callers for keys: those that only this machine can reach.</summary>
/// <remarks>Whoever reaches a port that asks for nothing spends the provider's money.</remarks>
public static class ListenAddress
{
    /// <summary>What is wrong with an address that <see cref="IsLoopback"/> refuses, said after the address.</summary>
    public const string Refusal = "can be reached from other machines, and callers need no key";

    /// <summary>What to do instead.</summary>
    public const string Remedy = "Ask for keys with `server: { caller_keys: required }` and make some with `loadline keys create`, or listen on `http://127.0.0.1:4242`.";

    private const string Scheme = "http://";

    /// <summary>Tells whether a text is an address to listen on: http, a host or a wildcard, and a port.</summary>
    public static bool IsValid(string text) =>
        Uri.TryCreate(IsWildcard(text) ? Scheme + "localhost" + text[(Scheme.Length + 1)..] : text, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/" && url.UserInfo.Length == 0 && url.Fragment.Length == 0;

    /// <summary>Tells whether only this machine can reach an address.</summary>
    /// <remarks>
    /// Reads the host as the server reads it, not as a URI does: to the server, whatever is neither an IP address nor <c>localhost</c>
    /// means every address of the machine.
    /// </remarks>
    public static bool IsLoopback(string text)
    {
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var host = text.AsSpan(Scheme.Length).TrimEnd('/');
        var port = host.LastIndexOf(':');
        host = port > host.LastIndexOf(']') ? host[..port] : host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim("[]"), out var address) && IPAddress.IsLoopback(address));
    }

    // `*` and `+` mean every address; no URI has such a host.
    private static bool IsWildcard(string text) =>
        text.StartsWith(Scheme + "*", StringComparison.OrdinalIgnoreCase) || text.StartsWith(Scheme + "+", StringComparison.OrdinalIgnoreCase);
}
