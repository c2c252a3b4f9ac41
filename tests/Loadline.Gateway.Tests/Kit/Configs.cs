using Loadline.Core.Configuration;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>The configs that tests share: a cheap model at provider <c>a</c>, the reference at provider <c>b</c>.</summary>
internal static class Configs
{
    public const string KeyOfA = "key-of-provider-a";
    public const string KeyOfB = "key-of-provider-b";

    /// <summary>The prices of <see cref="Pair"/>: with 1,000 tokens in, 400 of them cached, and 100 out, small costs 0.001 USD, large 0.0084.</summary>
    public const string Small = "price: { input: 1, output: 2, cached_input: 0.5 }";
    public const string Large = "price: { input: 10, output: 20, cached_input: 1 }";

    public static LoadlineConfig Read(string yaml)
    {
        var result = ConfigReader.Read(yaml, "test.yaml", static _ => null);
        Assert.Empty(result.Errors);
        return result.Config!;
    }

    /// <summary>Route <c>auto</c> over small (at a) and large (at b, the reference); small is chosen and large stands in.</summary>
    /// <param name="a">The address of provider a.</param>
    /// <param name="b">The address of provider b.</param>
    /// <param name="route">More of the route, as a YAML flow: <c>timeouts: { total: 2s }</c>.</param>
    /// <param name="mode">Mode and quality of the route.</param>
    /// <param name="server">The server's settings, as a YAML flow.</param>
    /// <param name="models">More models, as YAML lines indented by two.</param>
    /// <param name="dialectA">What provider a speaks.</param>
    /// <param name="dialectB">What provider b speaks.</param>
    public static string Pair(
        Uri a, Uri b, string route = "", string mode = "mode: enforce, quality: uncertified", string server = "", string models = "",
        string dialectA = "openai-chat", string dialectB = "openai-chat") => $$"""
        version: 1
        providers:
          a: { dialect: {{dialectA}}, url: "{{a}}", api_key: {{KeyOfA}} }
          b: { dialect: {{dialectB}}, url: "{{b}}", api_key: {{KeyOfB}}, residency: on-premises }
        models:
          small: { provider: a, name: up-small, {{Small}} }
          large: { provider: b, name: up-large, {{Large}} }
          embed: { provider: a, name: up-embed, can: [{{(dialectA == "anthropic" ? "tools" : "embeddings")}}] }
        {{models}}
        routes:
          auto:
            { pool: [small, large], reference: large, policy: { kind: fixed, use: small }, {{mode}}{{(route.Length > 0 ? ", " + route : "")}} }
        server: { {{(server.Length > 0 ? server : "recent_decisions: 5000")}} }
        """;

    /// <summary>One model, <c>m</c>, with a deployment at each address, tried in this order; asked for by its name.</summary>
    public static string Deployments(params Uri[] urls)
    {
        var providers = urls.Select((url, i) => $"  p{i}: {{ dialect: openai-chat, url: \"{url}\", api_key: key-of-p{i} }}");
        var deployments = urls.Select((_, i) => $"{{ provider: p{i}, name: up-{i} }}");
        return $"""
            version: 1
            providers:
            {string.Join('\n', providers)}
            models:
              m:
                deployments: [{string.Join(", ", deployments)}]
            """;
    }
}
