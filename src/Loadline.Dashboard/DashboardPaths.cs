namespace Loadline.Dashboard;

/// <summary>Where the pages are.</summary>
internal static class DashboardPaths
{
    public const string Root = "/loadline/dashboard";
    public const string Decisions = Root + "/decisions";
    public const string Routes = Root + "/routes";
    public const string Models = Root + "/models";
    public const string Keys = Root + "/keys";
    public const string Audits = Root + "/audits";
    public const string Playground = Root + "/playground";
    public const string Setup = Root + "/setup";
    public const string Login = Root + "/login";
    public const string Logout = Root + "/logout";
    public const string Live = Root + "/live";
    public const string Assets = Root + "/assets";

    public static string Decision(string id) => Decisions + "/" + Uri.EscapeDataString(id);

    public static string Route(string name) => Routes + "#" + RoutePart(name);

    /// <summary>The id of a route's part of the page: no other part has one that begins so.</summary>
    public static string RoutePart(string name) => "route-" + Uri.EscapeDataString(name);

    public static string WhatIf(string route) => Routes + "/" + Uri.EscapeDataString(route) + "/what-if";

    /// <summary>Tells whether an address from a form leads into the dashboard and nowhere else.</summary>
    public static bool IsOwn(string? path) =>
        path is not null && (path == Root || path.StartsWith(Root + "/", StringComparison.Ordinal) || path.StartsWith(Root + "?", StringComparison.Ordinal))
        && !path.Contains('\\', StringComparison.Ordinal) && !path.Any(char.IsControl);
}
