using Loadline.Dashboard.Access;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Dashboard.Hosting;

/// <summary>Coming in and going out.</summary>
internal sealed class LoginEndpoints(DashboardGate gate, DashboardAccess access, LoginThrottle throttle)
{
    private const int MostKey = 512;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(DashboardPaths.Login, LoginAsync).ExcludeFromDescription().WithMetadata(AccessLevel.Public);
        app.MapPost(DashboardPaths.Logout, http => gate.RunFormAsync(http, AccessLevel.Viewer, (_, _) =>
        {
            access.Logout(http);
            return gate.LoginAsync(http, 200, "You are logged out.");
        })).ExcludeFromDescription().WithMetadata(AccessLevel.Viewer);
    }

    private async Task LoginAsync(HttpContext http)
    {
        if (!gate.AllowsHost(http.Request))
        {
            await gate.RefuseHostAsync(http).ConfigureAwait(false);
            return;
        }

        var form = await DashboardGate.ReadFormAsync(http).ConfigureAwait(false);
        if (form is null || !gate.IsOwnLogin(http, form))
        {
            await gate.LoginAsync(http, 400, "That form was too old. Try again.").ConfigureAwait(false);
            return;
        }

        if (!throttle.MayTry())
        {
            http.Response.Headers.RetryAfter = "60";
            await gate.LoginAsync(http, 429, "Too many wrong keys. Wait a minute.").ConfigureAwait(false);
            return;
        }

        var key = form["key"].ToString().Trim();
        var status = key.Length is 0 or > MostKey ? 401 : access.TryLogin(http, key);
        if (status != 200)
        {
            throttle.Failed();
            await gate.LoginAsync(http, status, status == 403
                ? "That key calls models and shows nothing. Log in with a key of the role viewer, operator or admin."
                : "That key opens nothing here.").ConfigureAwait(false);
            return;
        }

        // After the page was changed by a form, a reload must not send the form again: 303.
        var next = form["next"].ToString();
        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = DashboardPaths.IsOwn(next) ? next : DashboardPaths.Root;
    }
}
