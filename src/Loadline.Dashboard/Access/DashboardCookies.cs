using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Loadline.Dashboard.Access;

/// <summary>The dashboard's cookies.</summary>
internal static class DashboardCookies
{
    public const string Theme = "loadline-theme";

    public static string? Session(HttpContext http) => Read(http, "session");

    public static string? Login(HttpContext http) => Read(http, "login");

    public static void SetSession(HttpContext http, string value) => Set(http, "session", value);

    public static void SetLogin(HttpContext http, string value) => Set(http, "login", value);

    public static void ClearSession(HttpContext http) => http.Response.Cookies.Delete(Name(http, "session"), Options(http));

    private static string? Read(HttpContext http, string kind) => http.Request.Cookies[Name(http, kind)];

    private static void Set(HttpContext http, string kind, string value) => http.Response.Cookies.Append(Name(http, kind), value, Options(http));

    // Browsers keep cookies by host and not by port: two gateways on one machine must not throw out each other's.
    private static string Name(HttpContext http, string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"loadline-{kind}-{http.Request.Host.Port ?? 0}");

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = DashboardPaths.Root,
        IsEssential = true,
    };
}
