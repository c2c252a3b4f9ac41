using Loadline.Core.Configuration;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Tests.Support;

/// <summary>Configs in text, as users write them.</summary>
internal static class TestConfig
{
    /// <summary>Seven lines: two providers in two places, two models.</summary>
    public const string Head = """
        version: 1
        providers:
          local: { url: "http://127.0.0.1:9/v1", residency: on-premises }
          cloud: { url: "https://cloud.test/v1", residency: eu }
        models:
          small: { provider: local, name: s, price: { input: 1, output: 1 } }
          large: { provider: cloud, name: l, price: { input: 10, output: 10 } }

        """;

    public static ConfigResult Read(string text, params (string Name, string Value)[] environment) =>
        ConfigReader.Read(text, "loadline.yaml", name => Array.Find(environment, variable => variable.Name == name).Value);

    public static LoadlineConfig Good(string text, params (string Name, string Value)[] environment)
    {
        var result = Read(text, environment);
        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        return result.Config!;
    }

    public static RuntimeSnapshot Build(string text, RuntimeSnapshot? previous = null) =>
        SnapshotBuilder.Build(Good(text), previous, TestCatalog.Empty);

    /// <summary>Reads a config, sends one request through the router and hands back the decision.</summary>
    public static RoutingContext Decide(string config, string body, RoutingStatus expected = RoutingStatus.Decided, string model = "auto", TestHeaders? headers = null)
    {
        var snapshot = Build(config);
        var context = TestRequest.Begin(snapshot, body, headers);
        Assert.Equal(expected, Router.Decide(context, snapshot.Find(model)));
        return context;
    }

    /// <summary>Names the candidates that would be tried, in order.</summary>
    public static string PlanOf(RoutingContext context) =>
        string.Join(' ', context.Plan.ToArray().Select(index => context.Candidates.All[index].Name));
}
