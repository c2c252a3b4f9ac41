using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>An address to listen on.</summary>
internal sealed class ListenUrlShape() : ScalarShape<string>("an address to listen on: http, a host and a port", "`http://127.0.0.1:4242`")
{
    /// <summary>Tells whether only this machine can reach the address.</summary>
    public static bool IsLoopback(string url) => TryParseUrl(url, out var parsed) && parsed.IsLoopback && !IsWildcard(url);

    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, "http://[^/?#@]+/?");

    protected override bool TryParse(string text, out string value)
    {
        value = text.TrimEnd('/');
        return TryParseUrl(text, out var url) && url.Scheme == Uri.UriSchemeHttp && url.PathAndQuery == "/"
            && url.UserInfo.Length == 0 && url.Fragment.Length == 0;
    }

    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        if (text.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            scope.Error(node, "Loadline does not end TLS itself", "Write " + Example + " and put a TLS proxy in front.");
            return;
        }

        base.Report(scope, node, text);
    }

    // `*` and `+` mean every address; no URI has such a host.
    private static bool IsWildcard(string url) =>
        url.StartsWith("http://*", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://+", StringComparison.OrdinalIgnoreCase);

    private static bool TryParseUrl(string text, out Uri url) =>
        Uri.TryCreate(IsWildcard(text) ? "http://localhost" + text["http://*".Length..] : text, UriKind.Absolute, out url!);
}
