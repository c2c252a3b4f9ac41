using System.Net;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Access;

/// <summary>Keeps strangers' web pages from reading an open gateway by a name of theirs that they let point to this machine (DNS rebinding).</summary>
/// <remarks>
/// To the browser such a page and the gateway are one site: it sends no <c>Origin</c> and shows the page what it gets. What it cannot hide is
/// the name in <c>Host</c>. A gateway that asks for a key needs none of this: the page has no key.
/// </remarks>
internal static class HostGuard
{
    /// <summary>Tells whether a request came by a name of this machine, or of an origin that the operator allows.</summary>
    public static bool Allows(HttpRequest request, IReadOnlyList<string> allowedOrigins)
    {
        var host = request.Host.Host;
        return host.Length == 0 || IsLocal(host)
            || allowedOrigins.Any(origin => Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
    }

    // An address is no name: nobody can let it point elsewhere.
    private static bool IsLocal(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out _);
}
