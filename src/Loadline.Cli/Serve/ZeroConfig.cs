using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;

namespace Loadline.Cli.Serve;

/// <summary>The config made from found providers: every known model by its own name, and <c>auto</c>, which observes.</summary>
internal static class ZeroConfig
{
    public const string Route = "auto";

    // A ladder longer than this would show differences that complexity bands cannot tell apart.
    private const int MostTiers = 3;
    private const double FirstBand = 0.35;
    private const double SecondBand = 0.6;

    public static ZeroConfigResult Create(IReadOnlyList<FoundProvider> providers, IModelCatalog catalog)
    {
        var models = new List<ModelConfig>();
        var known = new List<ModelInfo>();
        foreach (var provider in providers)
        {
            foreach (var id in provider.Models.Where(id => models.TrueForAll(model => model.Name != id)))
            {
                models.Add(Model(provider, id));
                if (catalog.Find(provider.Config.Name, id) is { } info && IsForChat(info))
                {
                    known.Add(info with { Id = id });
                }
            }
        }

        var chat = known.Count > 0 ? known : [.. models.Select(model => new ModelInfo { Provider = "", Id = model.Name, PricesAsOf = "" })];
        var reference = chat.OrderByDescending(info => info.Strength ?? 0).ThenByDescending(info => info.Price?.Output ?? 0).First();
        var ladder = Ladder(chat, reference);
        return new ZeroConfigResult(Config(providers, models, ladder, reference), reference, ladder);
    }

    private static LoadlineConfig Config(
        IReadOnlyList<FoundProvider> providers, List<ModelConfig> models, IReadOnlyList<string> ladder, ModelInfo reference) => new()
        {
            Providers = [.. providers.Select(provider => provider.Config)],
            Models = models,
            Routes =
            [
                new RouteConfig
                {
                    Name = Route,
                    Pool = ladder,
                    Reference = reference.Id,
                    Mode = RouteMode.Observe,
                    Policy = Policy(ladder),
                },
            ],
        };

    private static PolicyConfig Policy(IReadOnlyList<string> ladder) => ladder.Count switch
    {
        1 => new FixedPolicyConfig(ladder[0]),
        2 => new TieredPolicyConfig([new Tier(FirstBand, ladder[0]), new Tier(null, ladder[1])]),
        _ => new TieredPolicyConfig([new Tier(FirstBand, ladder[0]), new Tier(SecondBand, ladder[1]), new Tier(null, ladder[2])]),
    };

    // Of the reference's provider first: the cheapest priced model, one in between, the reference.
    private static IReadOnlyList<string> Ladder(List<ModelInfo> chat, ModelInfo reference)
    {
        var price = reference.Price?.Output ?? 0;
        var cheaper = chat.Where(info => info.Price is { Output: > 0 } own && own.Output < price && info.Context >= 32_000)
            .OrderBy(info => info.Provider == reference.Provider ? 0 : 1).ThenByDescending(info => info.Strength ?? 0).ToList();
        var middle = cheaper.FirstOrDefault(info => info.Price!.Output <= price / 3);
        var small = cheaper.FirstOrDefault(info => info.Price!.Output <= price / 12 && info.Id != middle?.Id);
        string?[] ladder = [small?.Id, middle?.Id, reference.Id];
        return [.. ladder.Where(id => id is not null).Select(id => id!).Take(MostTiers)];
    }

    private static bool IsForChat(ModelInfo info) => info.Price is { Output: > 0 } && info.Can?.HasFlag(Capabilities.Embeddings) != true;

    private static ModelConfig Model(FoundProvider provider, string id) => new()
    {
        Name = id,
        Deployments = [new DeploymentConfig { Provider = provider.Config.Name, Name = id }],
    };
}
