using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>An address to listen on.</summary>
internal sealed class ListenUrlShape() : ScalarShape<string>("an address to listen on: http, a host and a port", "`http://127.0.0.1:4242`")
{
    public override void Describe(Utf8JsonWriter json) => SchemaText.Text(json, "http://[^/?#@]+/?");

    protected override bool TryParse(string text, out string value)
    {
        value = text.TrimEnd('/');
        return ListenAddress.IsValid(text);
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
}
