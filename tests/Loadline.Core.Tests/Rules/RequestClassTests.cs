using Loadline.Core.Agents;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Rules;

public sealed class RequestClassTests
{
    private const string Config = TestConfig.Head + """
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: background, when: { request_class: [auxiliary, compaction] }, use: small }
              - { name: explorers, when: { agent: [Explore] }, use: small }
            policy: { kind: fixed, use: large }

        """;

    [Theory]
    [InlineData("x-loadline-request-class", "auxiliary", RequestClass.Auxiliary)]
    [InlineData("x-claude-code-request-class", "Workflow", RequestClass.Workflow)]
    [InlineData("x-claude-1p-request-class", "summary-extraction", RequestClass.Auxiliary)]
    [InlineData("x-claude-1p-request-class", "blocking-subagent", RequestClass.Subagent)]
    [InlineData("x-claude-code-compaction", "auto", RequestClass.Compaction)]
    [InlineData("x-claude-code-agent-id", "a1", RequestClass.Subagent)]
    [InlineData("x-loadline-agent-id", "a1", RequestClass.Subagent)]
    [InlineData("x-claude-code-request-class", "main", RequestClass.Main)]
    [InlineData("x-claude-code-request-class", "unheard-of", RequestClass.Main)]
    [InlineData("x-other", "auxiliary", RequestClass.Main)]
    public void Of_Headers_NameTheClass(string header, string value, RequestClass expected) =>
        Assert.Equal(expected, RequestClasses.Of(new TestHeaders((header, value))));

    [Theory]
    [InlineData("x-claude-code-request-class", "auxiliary", "rule=background policy=fixed")]
    [InlineData("x-claude-code-compaction", "manual", "rule=background policy=fixed")]
    [InlineData("x-claude-code-agent-type", "explore", "rule=explorers policy=fixed")]
    [InlineData("x-loadline-agent", "Explore", "rule=explorers policy=fixed")]
    [InlineData("x-claude-code-request-class", "main", "policy=fixed")]
    public void Rules_OnClassAndAgent_SendBackgroundToTheCheapTier(string header, string value, string reason)
    {
        foreach (var stream in new[] { "", ",\"stream\":true" })
        {
            var context = TestConfig.Decide(Config, TestRequest.Chat("hi", more: stream), headers: new TestHeaders((header, value)));
            Assert.Equal(reason, context.Reason);
            Assert.Equal(reason.StartsWith("rule", StringComparison.Ordinal) ? "small" : "large", context.Planned!.Name);
        }
    }

    [Fact]
    public void Priority_OfTheRequest_ChoosesBetweenPolicies()
    {
        var text = Config.Replace("""- { name: background, when: { request_class: [auxiliary, compaction] }, use: small }""", """- { name: patient, when: { priority: batch }, policy: cheapest }""", StringComparison.Ordinal)
            .Replace("{ kind: fixed, use: large }", "fastest", StringComparison.Ordinal);
        var snapshot = TestConfig.Build(text);
        snapshot.Candidates[1].State.Succeeded(10, 50, 50, TimeSpan.Zero);
        foreach (var (priority, expected) in new[] { (Core.Facts.RequestPriority.Batch, "small"), (Core.Facts.RequestPriority.Interactive, "large") })
        {
            var context = TestRequest.Begin(snapshot, TestRequest.Chat("hi"));
            context.Facts.Hints = new Core.Facts.CallerHints { Priority = priority };
            Core.Routing.Router.Decide(context, snapshot.Find("auto"));
            Assert.Equal(expected, context.Planned!.Name);
        }
    }
}
