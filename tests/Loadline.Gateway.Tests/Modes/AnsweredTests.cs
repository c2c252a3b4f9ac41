using Loadline.Core.Catalog;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Modes;

/// <summary>A policy is told who answered, so that it can count on that deployment's prompt cache; and of nobody who did not.</summary>
public sealed class AnsweredTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Answered_StreamedOrNot_NamesTheDeploymentAndItsPromptTokens(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = "From b.", Usage = new(1500, CompletionTokens: 10) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl));
        var policy = Listen(gateway);

        await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming, more: streaming ? ",\"stream_options\":{\"include_usage\":true}" : "")));
        Assert.Equal([("b/up-large", 1500)], policy.Heard);

        b.DefaultScript = UpstreamScript.Error(500);
        await gateway.DecisionAsync(await gateway.AskAsync(Bodies.Chat(streaming)));
        Assert.Single(policy.Heard);
    }

    private static ListeningPolicy Listen(TestGateway gateway)
    {
        var config = gateway.Snapshots.Current.Config;
        var policy = new ListeningPolicy();
        gateway.Snapshots.Apply(config with { Routes = [config.Routes[0] with { Policy = new ListeningConfig(policy) }] }, BuiltInCatalog.Instance);
        return policy;
    }

    private sealed record ListeningConfig(ListeningPolicy Policy) : PolicyConfig
    {
        public override string Kind => "listening";

        public override IEnumerable<string> Candidates => [];

        public override IRoutingPolicy Create(CandidateSet candidates) => Policy;

        public override string Describe() => Kind;
    }

    private sealed class ListeningPolicy : IRoutingPolicy
    {
        public List<(string Deployment, int Tokens)> Heard { get; } = [];

        public string Name => "listening";

        public void Order(RoutingContext context) => context.Append(0);

        public void Answered(RoutingContext context, DeploymentSnapshot deployment, int promptTokens, TimeSpan now) =>
            Heard.Add((deployment.Id, promptTokens));
    }
}
