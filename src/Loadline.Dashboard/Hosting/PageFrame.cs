using Loadline.Dashboard.Access;
using Microsoft.AspNetCore.Http;

namespace Loadline.Dashboard.Hosting;

/// <summary>What stands around a page.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Path">The address of the entry in the menu that it belongs to.</param>
/// <param name="Session">Who looks; <see langword="null"/>: nobody has come in, so there is no menu.</param>
/// <param name="Theme"><c>light</c>, <c>dark</c>, or empty for the system's.</param>
/// <param name="IsLive">Whether the page follows what happens.</param>
public sealed record PageFrame(string Title, string Path, DashboardSession? Session, string Theme, bool IsLive)
{
    public static PageFrame Create(HttpContext http, string title, string path, DashboardSession? session, bool isLive = false) =>
        new(title, path, session, http.Request.Cookies[DashboardCookies.Theme] is "light" or "dark" ? http.Request.Cookies[DashboardCookies.Theme]! : "", isLive);
}
