using Loadline.Dashboard.Access;
using Loadline.Dashboard.Pages;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Loadline.Dashboard.Hosting;

/// <summary>Stands before every page: the host's name, who comes, and for changes whose form it was.</summary>
internal sealed class DashboardGate(DashboardAccess access, PageRenderer renderer, FormTokens tokens, ILogger<DashboardGate> log)
{
    /// <summary>The name of the form field and of the header that carry the token.</summary>
    public const string Field = "csrf";

    public const string Header = "x-loadline-csrf";

    /// <summary>Runs a page for people: who may not see it sees why, or the login.</summary>
    public async Task RunAsync(HttpContext http, AccessLevel level, Func<DashboardSession, Task> page)
    {
        if (!access.AllowsHost(http.Request))
        {
            await RefuseHostAsync(http).ConfigureAwait(false);
            return;
        }

        var (status, session) = access.Check(http, level);
        if (status == 200)
        {
            await TryAsync(http, session!, page).ConfigureAwait(false);
            return;
        }

        if (status == 401)
        {
            await LoginAsync(http, 401, "").ConfigureAwait(false);
            return;
        }

        await MessageAsync(http, session, 403, "Not allowed", "The key that you logged in with does not allow this. Ask whoever runs this gateway for one that does.").ConfigureAwait(false);
    }

    // A defect of a page is no reason for an empty window; requests of callers do not pass here.
    private async Task TryAsync(HttpContext http, DashboardSession session, Func<DashboardSession, Task> page)
    {
        try
        {
            await page(session).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException) && !http.Response.HasStarted)
        {
            Log.PageFailed(log, error, http.Request.Path);
            await MessageAsync(http, session, 500, "This page failed", "Requests of callers are served as ever. The gateway's log says what went wrong.").ConfigureAwait(false);
        }
    }

    /// <summary>Runs a change: the form must be one of ours and whole.</summary>
    public Task RunFormAsync(HttpContext http, AccessLevel level, Func<DashboardSession, IFormCollection, Task> change) => RunAsync(http, level, async session =>
    {
        if (await ReadFormAsync(http).ConfigureAwait(false) is not { } form || !DashboardAccess.IsOwnForm(session, form[Field]))
        {
            await MessageAsync(http, session, 400, "Nothing was changed", "The form is not one of this login's: it was open for too long, or it came from elsewhere. Go back, load the page again and repeat.").ConfigureAwait(false);
            return;
        }

        await change(session, form).ConfigureAwait(false);
    });

    /// <summary>Runs what a script asks for: who may not gets a bare status. Changes bring the token in a header.</summary>
    public async Task RunPlainAsync(HttpContext http, AccessLevel level, Func<DashboardSession, Task> run)
    {
        var (status, session) = access.AllowsHost(http.Request) ? access.Check(http, level) : (403, null);
        if (status == 200 && !HttpMethods.IsGet(http.Request.Method) && !DashboardAccess.IsOwnForm(session!, http.Request.Headers[Header]))
        {
            status = 400;
        }

        if (status == 200)
        {
            await run(session!).ConfigureAwait(false);
            return;
        }

        PageHeaders.Set(http.Response);
        http.Response.StatusCode = status;
    }

    /// <summary>Shows the login; a cookie of its own ties the form to this browser.</summary>
    public Task LoginAsync(HttpContext http, int status, string problem)
    {
        var cookie = FormTokens.NewCookie();
        DashboardCookies.SetLogin(http, cookie);
        var next = http.Request.Path.StartsWithSegments(DashboardPaths.Login, StringComparison.Ordinal) || !HttpMethods.IsGet(http.Request.Method)
            ? DashboardPaths.Root : http.Request.Path + http.Request.QueryString.ToString();
        return renderer.WriteAsync<LoginPage>(
            http,
            PageFrame.Create(http, "Log in", "", null),
            new Dictionary<string, object?> { ["Csrf"] = tokens.Create(cookie), ["Next"] = next, ["Problem"] = problem },
            status);
    }

    /// <summary>Tells whether a login form came from the browser that it was shown in.</summary>
    public bool IsOwnLogin(HttpContext http, IFormCollection form) =>
        DashboardCookies.Login(http) is { } cookie && FormTokens.Matches(tokens.Create(cookie), form[Field]);

    public bool AllowsHost(HttpRequest request) => access.AllowsHost(request);

    /// <summary>Gets a value indicating whether callers of models must bring a key.</summary>
    public bool AsksCallers => access.AsksCallers;

    public Task RefuseHostAsync(HttpContext http) => MessageAsync(
        http, null, StatusCodes.Status421MisdirectedRequest, "Unknown name",
        "This gateway asks for no keys, so its dashboard answers under localhost or an address in numbers only. A name of your own: server.allowed_origins.");

    public Task MessageAsync(HttpContext http, DashboardSession? session, int status, string title, string text) => renderer.WriteAsync<MessagePage>(
        http, PageFrame.Create(http, title, "", session), new Dictionary<string, object?> { ["Title"] = title, ["Text"] = text }, status);

    public static async ValueTask<IFormCollection?> ReadFormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > 64 * 1024)
        {
            return null;
        }

        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
