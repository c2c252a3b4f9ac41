using System.Net;
using Microsoft.AspNetCore.Http;

namespace Loadline.Gateway.Endpoints;

/// <summary>Keeps strangers' web pages from spending this machine's money through its user's browser.</summary>
/// <remarks>
/// A page from anywhere may post to a loopback port without asking first; the browser tells whose page it is in <c>Origin</c>, which no
/// script can forge. Programs send no <c>Origin</c> and are not asked for one.
/// </remarks>
internal sealed class OriginGuard(IReadOnlyList<string> allowed)
{
    public bool Allows(HttpRequest request) =>
        request.Headers.Origin.Count == 0 || IsAllowed(request.Headers.Origin.ToString());

    public static Task RefuseAsync(HttpContext http) => ErrorReply.WriteAsync(
        http, StatusCodes.Status403Forbidden, "invalid_request_error", "origin_not_allowed", null,
        "This web page's origin may not call this gateway. Its operator can allow it: server.allowed_origins.").AsTask();

    private bool IsAllowed(string origin) => IsThisMachine(origin) || allowed.Contains(origin, StringComparer.OrdinalIgnoreCase);

    private static bool IsThisMachine(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
