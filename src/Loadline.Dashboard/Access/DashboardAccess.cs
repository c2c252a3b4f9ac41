using Loadline.Core.Keys;
using Loadline.Gateway.Access;
using Microsoft.AspNetCore.Http;

namespace Loadline.Dashboard.Access;

/// <summary>Lets people in: by the cookie of a login, by a key in a header as the admin API takes it, or freely where no key is asked for.</summary>
internal sealed class DashboardAccess(AccessControl access, KeyRing ring, SessionStore sessions, FormTokens tokens, HostGuard hosts)
{
    public bool AsksCallers => access.AsksCallers;

    public bool AllowsHost(HttpRequest request) => hosts.Allows(request, access.AsksOwners);

    /// <summary>Finds out who comes.</summary>
    /// <returns>200 and who they are, 401 or 403.</returns>
    public (int Status, DashboardSession? Session) Check(HttpContext http, AccessLevel level)
    {
        if (Find(http) is { } session)
        {
            return AccessControl.Allows(session.Role, level) ? (200, session) : (403, session);
        }

        if (!access.AsksOwners)
        {
            return (200, Enter(http, new DashboardSession(KeyRole.Admin, null, true, true, "")));
        }

        var result = access.Check(http.Request, level);
        return result.IsAllowed
            ? (200, new DashboardSession(result.Key?.Role ?? KeyRole.Admin, result.Key?.Id, false, MaySeePrompts(result.Key), ""))
            : (result.Status, null);
    }

    /// <summary>Takes a key that was typed in.</summary>
    /// <returns>200: a session has begun; 401: it opens nothing; 403: its role may not look.</returns>
    public int TryLogin(HttpContext http, string text)
    {
        var result = access.Open(text);
        if (!result.IsAllowed || (result.Key is { } key && !AccessControl.Allows(key.Role, AccessLevel.Viewer)))
        {
            return result.IsAllowed ? 403 : 401;
        }

        Enter(http, new DashboardSession(result.Key?.Role ?? KeyRole.Admin, result.Key?.Id, false, MaySeePrompts(result.Key), ""));
        return 200;
    }

    public void Logout(HttpContext http)
    {
        if (DashboardCookies.Session(http) is { } cookie)
        {
            sessions.Remove(cookie);
        }

        DashboardCookies.ClearSession(http);
    }

    /// <summary>Finds the key that calls of this session count against; <see langword="null"/>: none, they are the owner's.</summary>
    public ApiKey? KeyOf(DashboardSession session) => session.KeyId is { } id ? ring.Find(id) : null;

    /// <summary>Tells whether a change was asked for by a page of ours. A key in a header cannot be sent by a stranger's page.</summary>
    public static bool IsOwnForm(DashboardSession session, string? token) => session.Csrf.Length == 0 || FormTokens.Matches(session.Csrf, token);

    // A session lives no longer than its key, nor than the time without keys that it began in; a role is the key's of today.
    private DashboardSession? Find(HttpContext http)
    {
        if (DashboardCookies.Session(http) is not { } cookie || sessions.Find(cookie) is not { } session)
        {
            return null;
        }

        if (session.KeyId is not { } id)
        {
            return session.IsOpen && access.AsksOwners ? null : session;
        }

        return ring.Find(id) is { } key && AccessControl.Allows(key.Role, AccessLevel.Viewer)
            ? session with { Role = key.Role, MaySeePrompts = MaySeePrompts(key) } : null;
    }

    private DashboardSession Enter(HttpContext http, DashboardSession session)
    {
        var cookie = FormTokens.NewCookie();
        session = session with { Csrf = tokens.Create(cookie) };
        sessions.Add(cookie, session);
        DashboardCookies.SetSession(http, cookie);
        return session;
    }

    private static bool MaySeePrompts(ApiKey? key) => key is null || key.Scope.MaySeePrompts;
}
