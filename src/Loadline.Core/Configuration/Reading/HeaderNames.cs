namespace Loadline.Core.Configuration.Reading;

/// <summary>Names of headers that rules may read.</summary>
internal static class HeaderNames
{
    private static readonly string[] Credentials = ["authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-goog-api-key"];

    public static WordShape Shape() => new("a header name", "`x-user-tier`", "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /// <summary>Refuses headers that hold credentials: a rule shows the values it compares.</summary>
    public static string? Problem(string name) =>
        Array.IndexOf(Credentials, name.ToLowerInvariant()) >= 0
            ? "the header `" + name + "` holds a credential, and rules are shown to people"
            : null;
}
