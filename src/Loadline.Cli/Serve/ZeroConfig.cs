using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;

namespace Loadline.Cli.Serve;

/// <summary>The config made from found providers: every known model by its own name, and <c>auto</c>, which observes.</summary>
internal static class ZeroConfig
{
    public const string Route = "auto";

    // Shares of the reference's output price; vendors price their middle models at half to two thirds, their small ones at a fifth.
    private const decimal MiddleAtMost = 0.67m;
    private const decimal SmallAtMost = 0.25m;

    private const double FirstBand = 0.35;
    private const double SecondBand = 0.6;

    /// <param name="providers">At least one, each with at least one model.</param>
    /// <param name="catalog">Tells prices and ranks.</param>
    public static ZeroConfigResult Create(IReadOnlyList<FoundProvider> providers, IModelCatalog catalog)
    {
        var models = new List<ModelConfig>();
        var chat = new List<ModelInfo>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            // Where two providers have a model of one name, the first keeps it.
            foreach (var id in provider.Models.Where(names.Add))
            {
                var info = Info(provider, id, catalog);
                models.Add(Model(provider, id, info));
                if (IsForChat(info))
                {
                    chat.Add(info);
                }
            }
        }

        if (chat.Count == 0)
        {
            return new ZeroConfigResult(new LoadlineConfig { Providers = Configs(providers), Models = models }, null, []);
        }

        var reference = Reference(chat);
        var ladder = Ladder(chat, reference);
        var route = new RouteConfig { Name = Route, Pool = ladder, Reference = reference.Id, Mode = RouteMode.Observe, Policy = Policy(ladder) };
        return new ZeroConfigResult(new LoadlineConfig { Providers = Configs(providers), Models = models, Routes = [route] }, reference, ladder);
    }

    // The strongest by rank; where nothing is ranked, the first that its server lists.
    private static ModelInfo Reference(List<ModelInfo> chat) =>
        chat.OrderByDescending(info => info.Strength ?? 0).ThenByDescending(info => info.Price?.Output ?? 0).First();

    /// <summary>Finds up to two cheaper models below the reference: each clearly cheaper than the one above, and the strongest of those.</summary>
    /// <remarks>The reference's own provider goes first: one account, one place for the data.</remarks>
    private static IReadOnlyList<string> Ladder(List<ModelInfo> chat, ModelInfo reference)
    {
        if (reference.Price is not { } price)
        {
            return [reference.Id];
        }

        var candidates = chat
            .Where(info => info.Strength is not null && info.Price is not null && Keeps(info, reference))
            .OrderBy(info => info.Provider == reference.Provider ? 0 : 1)
            .ThenByDescending(info => info.Strength)
            .ThenBy(info => info.Price!.Output)
            .ToList();
        var middle = candidates.FirstOrDefault(info => info.Price!.Output <= price.Output * MiddleAtMost);
        var small = candidates.FirstOrDefault(
            info => info.Price!.Output <= Math.Min(price.Output * SmallAtMost, (middle?.Price!.Output ?? price.Output) / 2));
        ModelInfo?[] ladder = [small, middle, reference];
        return [.. ladder.OfType<ModelInfo>().Select(info => info.Id)];
    }

    // A model that falls short of the reference in a way that agents notice would make `auto` worse without saying so.
    private static bool Keeps(ModelInfo info, ModelInfo reference) =>
        (info.Context ?? int.MaxValue) >= 32_000
        && (reference.Can?.HasFlag(Capabilities.Tools) != true || info.Can?.HasFlag(Capabilities.Tools) == true);

    private static PolicyConfig Policy(IReadOnlyList<string> ladder) => ladder.Count switch
    {
        1 => new FixedPolicyConfig(ladder[0]),
        2 => new TieredPolicyConfig([new Tier(FirstBand, ladder[0]), new Tier(null, ladder[1])]),
        _ => new TieredPolicyConfig([new Tier(FirstBand, ladder[0]), new Tier(SecondBand, ladder[1]), new Tier(null, ladder[2])]),
    };

    private static ModelInfo Info(FoundProvider provider, string id, IModelCatalog catalog) =>
        KnownProviders.Of(provider.Config.Name, provider.Config.Url) is { } known && catalog.Find(known, id) is { } info
            ? info with { Id = id }
            : new ModelInfo { Provider = provider.Config.Name, Id = id, PricesAsOf = "", Can = LooksLikeEmbeddings(id) ? Capabilities.Embeddings : null };

    private static bool IsForChat(ModelInfo info) =>
        info.Can?.HasFlag(Capabilities.Embeddings) != true && info.Price is not { Output: 0 };

    // Local servers list models of both kinds under one roof and say nothing of which is which.
    private static bool LooksLikeEmbeddings(string id) => id.Contains("embed", StringComparison.OrdinalIgnoreCase)
        || id.Contains("bge-", StringComparison.OrdinalIgnoreCase) || id.Contains("minilm", StringComparison.OrdinalIgnoreCase);

    private static ProviderConfig[] Configs(IReadOnlyList<FoundProvider> providers) => [.. providers.Select(provider => provider.Config)];

    private static ModelConfig Model(FoundProvider provider, string id, ModelInfo info) => new()
    {
        Name = id,

        // What the catalogue knows, the snapshot fills in; only a guess from the name must be stated.
        Can = info.PricesAsOf.Length == 0 ? info.Can : null,
        Deployments = [new DeploymentConfig { Provider = provider.Config.Name, Name = id }],
    };
}
