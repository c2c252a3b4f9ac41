using Loadline.Cli.Serve;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;

namespace Loadline.Cli.Tests.Serve;

public sealed class ZeroConfigTests
{
    private static readonly BuiltInCatalog Catalog = BuiltInCatalog.Instance;

    public static TheoryData<string> ProvidersWithKeys => [.. KnownProviders.All.Where(known => known.KeyVariable is not null).Select(known => known.Name)];

    [Theory]
    [MemberData(nameof(ProvidersWithKeys))]
    public void Create_OneProvider_ReferenceIsItsHighestRankAndTheLadderRisesInPrice(string name)
    {
        var made = ZeroConfig.Create([Found(name)], Catalog);
        var models = Catalog.Models.Where(model => model.Provider == KnownProviders.FromName(name)).ToDictionary(model => model.Id);
        Assert.NotNull(made.Reference);
        Assert.Equal(models.Values.Max(model => model.Strength), made.Reference.Strength);
        Assert.Equal(made.Reference.Id, made.Ladder[^1]);
        var prices = made.Ladder.Select(id => models[id].Price!.Output).ToList();
        Assert.Equal(prices.Order(), prices);
        Assert.True(prices.Count < 2 || prices[^2] <= 0.67m * prices[^1], string.Join(" ", prices));
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public void Create_LargeProviders_HaveALadderOfThree(string name) => Assert.Equal(3, ZeroConfig.Create([Found(name)], Catalog).Ladder.Count);

    [Fact]
    public void Create_SeveralProviders_LadderStaysWithTheReferencesOwn()
    {
        var made = ZeroConfig.Create([Found("gemini"), Found("anthropic"), Found("openai")], Catalog);
        Assert.All(made.Ladder, id => Assert.Equal(made.Reference!.Provider, made.Config.Models.Single(model => model.Name == id).Deployments[0].Provider));
        Assert.True(made.Config.Models.Count > 60);
    }

    [Fact]
    public void Create_OpenAI_ObservesWithDefaultTimeoutsAndOffersEmbeddings()
    {
        var made = ZeroConfig.Create([Found("openai")], Catalog);
        var route = Assert.Single(made.Config.Routes);
        Assert.Equal((RouteMode.Observe, new RouteTimeouts()), (route.Mode, route.Timeouts));
        Assert.IsType<TieredPolicyConfig>(route.Policy);
        var snapshot = SnapshotBuilder.Build(made.Config, null, Catalog);
        var embeddings = snapshot.Candidates.Single(candidate => candidate.Name == "text-embedding-3-small");
        Assert.True(embeddings.Can.HasFlag(Capabilities.Embeddings));
        Assert.DoesNotContain("text-embedding-3-small", made.Ladder);
        Assert.All(made.Ladder, id => Assert.NotNull(snapshot.Candidates.Single(candidate => candidate.Name == id).Price));
    }

    [Fact]
    public void Create_OnlyEmbeddings_MakesNoAuto()
    {
        var found = new FoundProvider(Config("ollama", "http://127.0.0.1:11434/v1"), ["all-minilm:33m"], "test");
        var made = ZeroConfig.Create([found], Catalog);
        Assert.Null(made.Reference);
        Assert.Empty(made.Config.Routes);
        Assert.Contains("no `auto`", ZeroConfigText.Describe([found], made), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_LocalServer_IsNotPricedAsTheVendorOfTheName()
    {
        // A local server may wear a vendor's model name; it does not charge the vendor's price.
        var made = ZeroConfig.Create([new FoundProvider(Config("vllm", "http://127.0.0.1:8000/v1"), ["gpt-4.1"], "test")], Catalog);
        Assert.Equal("gpt-4.1", made.Reference!.Id);
        Assert.Null(made.Reference.Price);
        Assert.Equal(["gpt-4.1"], made.Ladder);
    }

    private static FoundProvider Found(string name)
    {
        var known = KnownProviders.WithAddress(name)!;
        var models = Catalog.Models.Where(model => model.Provider == known.Catalog && model.Price is not null).Select(model => model.Id).ToList();
        return new FoundProvider(Config(name, known.Url!.AbsoluteUri), models, "test");
    }

    private static ProviderConfig Config(string name, string url) => new() { Name = name, Dialect = ProviderDialects.OpenAIChat, Url = new Uri(url) };
}
