using System.Text;
using Loadline.Core.Routing;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Routing;

public sealed class RouterAllocationTests
{
    private const string Config = """
        version: 1
        providers: { p: { url: "http://h.test/v1", residency: eu } }
        models:
          small: { provider: p, name: s, price: { input: 1, output: 1 } }
          medium: { provider: p, name: m, price: { input: 3, output: 3 } }
          large: { provider: p, name: l, price: { input: 9, output: 9 } }
        routes:
          auto:
            pool: [small, medium, large]
            reference: large
            mode: enforce
            quality: uncertified
            rules:
              - { name: private, when: { pii: [ssn, iban] }, pool: [small], residency: eu }
              - { name: long, when: { tokens: "> 30k" }, use: large }
              - { name: proofs, when: { all: [ { task: math }, { complexity: ">= 0.9" } ] }, use: large }
              - { name: support, when: { keywords: [refund, "credit card", chargeback] }, use: small }
              - { name: agent, when: { header: { x-role: planner }, metadata: { team: x } }, use: medium }
            policy: { kind: tiered, tiers: [ { below: 0.3, use: small }, { below: 0.7, use: medium }, { use: large } ] }

        """;

    [Theory]
    [InlineData("{ kind: tiered, tiers: [ { below: 0.3, use: small }, { below: 0.7, use: medium }, { use: large } ] }")]
    [InlineData("{ kind: weighted, weights: { small: 3, medium: 2, large: 1 } }")]
    [InlineData("cheapest")]
    [InlineData("{ kind: fixed, use: medium }")]
    public void Decide_FiveRulesAndAnyPolicy_AllocatesNothing(string policy)
    {
        var text = Config[..Config.IndexOf("    policy: { kind: tiered", StringComparison.Ordinal)] + "    policy: " + policy + "\n";
        var snapshot = TestConfig.Build(text);
        var body = Encoding.UTF8.GetBytes(TestRequest.Chat(string.Concat(Enumerable.Repeat("Please compare these two offers for me, line by line. ", 40))));
        var context = new RoutingContext();
        TestRequest.Fill(context.Facts, body);
        context.Facts.Headers = new TestHeaders(("x-role", "worker"));
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            Decide();
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Decide();
            }
        }));
        Assert.Null(context.Rule);

        void Decide()
        {
            context.Begin(snapshot, random);
            if (Router.Decide(context, snapshot.Find("auto"u8)) != RoutingStatus.Decided)
            {
                throw new InvalidOperationException("The request was not decided.");
            }
        }
    }
}
