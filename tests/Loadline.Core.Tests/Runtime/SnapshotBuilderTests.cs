using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Runtime;

public sealed class SnapshotBuilderTests
{
    private const string Providers = """
        version: 1
        providers:
          openai: { api_key: k }
          mine: { url: "https://api.openai.com/v1" }
          proxy: { url: "http://127.0.0.1:9/v1" }

        """;

    private static readonly TestCatalog Catalog = new(
        new ModelInfo { Provider = "openai", Id = "big", Price = new ModelPrice(10, 20), Context = 100_000, MaxOutput = 9_000, Can = Capabilities.Tools | Capabilities.Images, PricesAsOf = "2026-01-01" },
        new ModelInfo { Provider = "openai", Id = "tiny", Price = new ModelPrice(1, 2), Context = 50_000, Can = Capabilities.Tools | Capabilities.Schema, PricesAsOf = "2026-01-01" });

    [Fact]
    public void Build_CatalogueKnowsTheModel_FillsInWhatTheConfigLeavesOut()
    {
        var big = Candidate("m: { provider: openai, name: big, context: 7k }");
        Assert.Equal(new ModelPrice(10, 20), big.Price);
        Assert.Equal((7_000, 9_000, Capabilities.Tools | Capabilities.Images), (big.Context, big.MaxOutput, big.Can));
    }

    [Fact]
    public void Build_ConfigStatesEverything_TheCatalogueIsNotHeard()
    {
        var big = Candidate("m: { provider: openai, name: big, price: { input: 3, output: 4 }, max_output: 5, can: [audio] }");
        Assert.Equal((new ModelPrice(3, 4), 5, Capabilities.Audio), (big.Price, big.MaxOutput, big.Can));
        Assert.Equal(new ModelPrice(3, 4), big.Deployments[0].Price);
    }

    [Fact]
    public void Build_NothingKnown_CanDoAllThatAChatMayHold()
    {
        var unknown = Candidate("m: { provider: openai, name: mystery }");
        Assert.Null(unknown.Price);
        Assert.Equal((int.MaxValue, int.MaxValue), (unknown.Context, unknown.MaxOutput));
        Assert.Equal(Capabilities.Tools | Capabilities.Images | Capabilities.Audio | Capabilities.Schema | Capabilities.Reasoning, unknown.Can);
    }

    [Fact]
    public void Build_OwnNameForAKnownAddress_FindsTheCataloguesPrices() =>
        Assert.Equal(new ModelPrice(10, 20), Candidate("m: { provider: mine, name: big }").Price);

    [Fact]
    public void Build_KnownNameAtAnotherAddress_HasNoPrice() => Assert.Null(Candidate("m: { provider: proxy, name: big }").Price);

    [Fact]
    public void Build_TwoDeployments_EstimatesWithTheDearestAndTheSmallest()
    {
        var both = Candidate("m: { deployments: [ { provider: openai, name: tiny }, { provider: openai, name: big } ] }");
        Assert.Equal((new ModelPrice(10, 20), 50_000, Capabilities.Tools), (both.Price, both.Context, both.Can));
        Assert.Equal([new ModelPrice(1, 2), new ModelPrice(10, 20)], both.Deployments.Select(deployment => deployment.Price));
    }

    [Fact]
    public void Build_OneOfTwoPricesUnknown_IsUnknown() =>
        Assert.Null(Candidate("m: { deployments: [ { provider: openai, name: tiny }, { provider: proxy, name: big } ] }").Price);

    [Fact]
    public void Build_UseChain_InheritsAndOverrides()
    {
        var snapshot = Build("a: { provider: openai, name: big, effort: low }\n  b: { use: a, context: 5k }\n  c: { use: b, effort: high }");
        var c = snapshot.Candidates[2];
        Assert.Equal(("c", "high", 5_000, new ModelPrice(10, 20)), (c.Name, c.Effort, c.Context, c.Price));
        Assert.Equal("\"high\""u8.ToArray(), c.QuotedEffort.ToArray());
        Assert.Equal("low", snapshot.Candidates[1].Effort);
        Assert.Same(snapshot.Candidates[0].Deployments[0].State, c.Deployments[0].State);
        Assert.Equal([0, 1, 2], snapshot.Candidates.Select(candidate => candidate.Index));
    }

    [Fact]
    public void Build_Again_KeepsTheCountersOfDeploymentsThatStay()
    {
        var first = Build("a: { provider: openai, name: big }\n  b: { provider: proxy, name: big }");
        first.Candidates[0].Deployments[0].State.Started();
        var second = SnapshotBuilder.Build(
            TestConfig.Good((Providers + "models:\n  b: { provider: proxy, name: big }\n  renamed: { provider: openai, name: big, weight: 1 }\n").Replace(", weight: 1", "", StringComparison.Ordinal).Replace(":9/", ":10/", StringComparison.Ordinal)),
            first,
            Catalog);
        Assert.Equal((1, 2), (first.Generation, second.Generation));
        Assert.Same(first.Candidates[0].Deployments[0].State, second.Candidates[1].Deployments[0].State);
        Assert.NotSame(first.Candidates[1].Deployments[0].State, second.Candidates[0].Deployments[0].State);
    }

    [Fact]
    public void Find_ModelsAndDeployments_AreOfferedUnderTheirOwnNames()
    {
        var snapshot = Build("a: { provider: openai, name: big }\n  b: { use: a, effort: high }");
        Assert.Same(snapshot.Candidates[0], snapshot.Find("a")!.Candidates.All[0]);
        Assert.Same(snapshot.Find("b"), snapshot.Find("b"u8));
        var single = snapshot.Find("openai/big")!.Candidates.All[0];
        Assert.Null(single.Effort);
        Assert.Equal(("openai/big", 0), (single.Name, single.Index));
        Assert.Null(snapshot.Find("big"));
        Assert.Null(snapshot.Find("big"u8));
        Assert.Empty(snapshot.Routes);
    }

    [Theory]
    [InlineData("mode: observe", "mode: enforce, quality: uncertified", true)]
    [InlineData("total: 5m", "total: 6m", true)]
    [InlineData("api_key: k", "api_key: j", true)]
    [InlineData("tokens: \"> 30k\"", "tokens: \"> 30000\"", true)]
    [InlineData("tokens: \"> 30k\"", "tokens: \"> 31k\"", false)]
    [InlineData("use: b", "use: a", false)]
    [InlineData("pool: [a, b]", "pool: [b, a]", false)]
    [InlineData("reference: b", "reference: a", false)]
    [InlineData("any: [a]", "any: [b]", false)]
    [InlineData("max_cost_usd: 1", "max_cost_usd: 2", false)]
    [InlineData("policy: cheapest", "policy: { kind: fixed, use: a }", false)]
    [InlineData("effort: low", "effort: high", false)]
    [InlineData("context: 5k", "context: 6k", false)]
    [InlineData("url: \"http://h.test/v1\"", "url: \"http://g.test/v1\"", false)]
    [InlineData("residency: eu }", "residency: us }", false)]
    [InlineData("input: 1,", "input: 2,", false)]
    public void Digest_AnEdit_ChangesItOnlyWhereItDecides(string from, string to, bool same)
    {
        const string Text = """
            version: 1
            providers: { p: { url: "http://h.test/v1", api_key: k, residency: eu } }
            models:
              a: { provider: p, name: a, price: { input: 1, output: 1 }, context: 5k }
              b: { provider: p, name: b, effort: low }
            routes:
              auto: { pool: [a, b], reference: b, mode: observe, policy: cheapest, fallbacks: { any: [a] }, limits: { max_cost_usd: 1 }, timeouts: { total: 5m },
                rules: [ { name: r, when: { tokens: "> 30k" }, use: b } ] }

            """;
        Assert.Contains(from, Text, StringComparison.Ordinal);
        var digest = TestConfig.Build(Text).Routes[0].Digest;
        Assert.Matches("^[0-9a-f]{16}$", digest);
        Assert.Equal(same, digest == TestConfig.Build(Text.Replace(from, to, StringComparison.Ordinal)).Routes[0].Digest);
    }

    [Fact]
    public void Build_ConfigMadeInCodeThatNamesNothing_Throws()
    {
        var config = new LoadlineConfig
        {
            Models = [new ModelConfig { Name = "a", Deployments = [new DeploymentConfig { Provider = "none", Name = "x" }] }],
        };
        Assert.Throws<ArgumentException>(() => SnapshotBuilder.Build(config, null, Catalog));
        config = new LoadlineConfig { Models = [new ModelConfig { Name = "a", Use = "b" }, new ModelConfig { Name = "b", Use = "a" }] };
        Assert.Throws<ArgumentException>(() => SnapshotBuilder.Build(config, null, Catalog));
        config = new LoadlineConfig { Routes = [new RouteConfig { Name = "r", Pool = ["x"], Reference = "x", Policy = new CheapestPolicyConfig() }] };
        Assert.Throws<ArgumentException>(() => SnapshotBuilder.Build(config, null, Catalog));
    }

    [Fact]
    public void Holder_ApplyAndSwap_ReplaceWhatNewRequestsRead()
    {
        var holder = new SnapshotHolder(Build("a: { provider: openai, name: big }"));
        var first = holder.Current;
        var second = holder.Apply(TestConfig.Good(Providers + "models: { b: { provider: openai, name: big } }\n"), Catalog);
        Assert.Same(second, holder.Current);
        Assert.Equal(2, second.Generation);
        Assert.NotNull(first.Find("a"));
        Assert.Same(second, holder.Swap(first));
        Assert.Same(first, holder.Current);
        Assert.Throws<ArgumentException>(() => holder.Apply(new LoadlineConfig { Models = [new ModelConfig { Name = "a", Use = "x" }] }, Catalog));
        Assert.Same(first, holder.Current);
    }

    [Fact]
    public void Build_KeyChanges_CredentialStartsAnewAddressStays()
    {
        const string model = "models: { m: { provider: openai, name: big } }\n";
        var first = SnapshotBuilder.Build(TestConfig.Good(Providers + model), null, Catalog);
        var same = SnapshotBuilder.Build(TestConfig.Good(Providers + model), first, Catalog);
        var rotated = SnapshotBuilder.Build(TestConfig.Good(Providers.Replace("api_key: k", "api_key: new", StringComparison.Ordinal) + model), same, Catalog);
        var (before, kept, after) = (first.Deployments[0].Provider.State, same.Deployments[0].Provider.State, rotated.Deployments[0].Provider.State);
        Assert.Same(before, kept);
        Assert.NotSame(kept.Credential, after.Credential);
        Assert.Same(kept.Address, after.Address);
        Assert.Same(first.Deployments[0].State, rotated.Deployments[0].State);
    }

    private static CandidateSnapshot Candidate(string model) => Build(model).Candidates[0];

    private static RuntimeSnapshot Build(string models) =>
        SnapshotBuilder.Build(TestConfig.Good(Providers + "models:\n  " + models + "\n"), null, Catalog);

    [Theory]
    [InlineData("gemini: { api_key: k }", true)]
    [InlineData("vertex: { url: \"https://eu-aiplatform.googleapis.com/v1/x\", api_key: k }", false)]
    public void Build_EmbeddingsModel_MakesThemOnlyWhereItsProviderHasThem(string provider, bool expected)
    {
        var config = TestConfig.Good(
            "version: 1\nproviders: { " + provider + " }\nmodels: { m: { provider: " + provider.Split(':')[0] + ", name: gemini-embedding-001 } }\n");
        var snapshot = SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance);
        Assert.Equal(expected, snapshot.Candidates[0].Can.HasFlag(Capabilities.Embeddings));
    }
}
