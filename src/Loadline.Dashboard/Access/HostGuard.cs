using System.Net;
using Loadline.Core.Configuration;
using Microsoft.AspNetCore.Http;

namespace Loadline.Dashboard.Access;

/// <summary>Refuses names that a stranger may have pointed at this machine (DNS rebinding).</summary>
/// <remarks>
/// A page of another site can have its own name lead to a loopback address and then read our answers as if they were its own. It cannot do so
/// with an address in numbers, nor with <c>localhost</c>. Where keys are asked for, a strange name brings no cookie and shows the login only,
/// so gateways behind a proxy may have any name.
/// </remarks>
internal sealed class HostGuard(ServerConfig server)
{
    private readonly HashSet<string> _known = new(
        server.Urls.Concat(server.AllowedOrigins).Select(url => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Host : ""),
        StringComparer.OrdinalIgnoreCase);

    public bool Allows(HttpRequest request, bool asksKeys)
    {
        var host = request.Host.Host;
        return asksKeys || host == "localhost" || IPAddress.TryParse(host.Trim('[', ']'), out _) || (host.Length > 0 && _known.Contains(host));
    }
}
