using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>The base address of an upstream.</summary>
internal sealed class UrlShape() : ScalarShape<Uri>("an absolute http or https address", "`https://host/v1`")
{
    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, @"https?://[^?#@]+");

    protected override bool TryParse(string text, out Uri value) => Problem(text, out value!) is null;

    // The address itself is not shown: it may hold a password.
    protected override void Report(ReadScope scope, ConfigNode node, string text)
    {
        var problem = Problem(text, out _)!;
        scope.Error(node, problem, "Write " + Example + ", without user, query or fragment.");
    }

    private static string? Problem(string text, out Uri? url)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.Host.Length == 0)
        {
            return "this is not an absolute http or https address";
        }

        return url.UserInfo.Length > 0 ? "the address holds a user or a password"
            : text.Contains('?') ? "the address holds a query"
            : text.Contains('#') ? "the address holds a fragment"
            : null;
    }
}
