using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A model or candidate as read.</summary>
internal sealed class ModelDraft : Draft
{
    private static readonly (string, Capabilities)[] CapabilityNames =
    [
        ("tools", Capabilities.Tools), ("images", Capabilities.Images), ("audio", Capabilities.Audio),
        ("schema", Capabilities.Schema), ("reasoning", Capabilities.Reasoning), ("embeddings", Capabilities.Embeddings),
    ];

    private static readonly (string, Balance)[] BalanceNames =
    [
        ("weighted", Configuration.Balance.Weighted), ("round-robin", Configuration.Balance.RoundRobin),
        ("least-busy", Configuration.Balance.LeastBusy), ("p2c", Configuration.Balance.PowerOfTwo),
        ("cheapest", Configuration.Balance.Cheapest), ("cache-affine", Configuration.Balance.CacheAffine),
    ];

    public static SectionShape<ModelDraft> Shape { get; } = new(
        "a model",
        "`{ provider: openai, name: gpt-5-nano }`",
        () => new ModelDraft(),
        [
            new Key<ModelDraft, string>(
                "provider",
                DeploymentDraft.ProviderName,
                "Short form with `name`, for a single deployment.",
                (draft, name, place) => draft.Provider = new(name, place)),
            new Key<ModelDraft, string>(
                "name",
                DeploymentDraft.UpstreamName,
                "Short form with `provider`: the name that the provider knows the model by.",
                (draft, name, place) => draft.Name = new(name, place)),
            new Key<ModelDraft, List<Located<DeploymentDraft>>>(
                "deployments",
                new ListShape<Located<DeploymentDraft>>(
                    new LocatedShape<DeploymentDraft>(DeploymentDraft.Shape),
                    "`[{ provider: openai, name: gpt-5-nano }]`",
                    most: 32),
                "The ways to call it.",
                (draft, deployments, place) => draft.Deployments = new(deployments, place)),
            new Key<ModelDraft, string>(
                "use",
                WordShape.Candidate,
                "Another model that this one is made from, with parameters of its own.",
                (draft, name, place) => draft.Use = new(name, place)),
            new Key<ModelDraft, string>(
                "effort",
                new WordShape("a reasoning effort", "`high`", "[a-z]{1,32}"),
                "The reasoning effort sent upstream in place of the caller's.",
                (draft, effort, _) => draft.Effort = effort),
            new Key<ModelDraft, PriceDraft>(
                "price",
                PriceDraft.Shape,
                "USD per million tokens; from the catalogue where left out.",
                (draft, price, place) => draft.Price = new(price, place)),
            new Key<ModelDraft, double>(
                "context",
                NumberShape.Tokens,
                "The context window in tokens (k is 1,000); from the catalogue where left out.",
                (draft, tokens, place) => draft.Context = new((int)tokens, place)),
            new Key<ModelDraft, double>(
                "max_output",
                NumberShape.Tokens,
                "The most tokens it generates; from the catalogue where left out.",
                (draft, tokens, place) => draft.MaxOutput = new((int)tokens, place)),
            new Key<ModelDraft, List<Capabilities>>(
                "can",
                new ListShape<Capabilities>(
                    new ChoiceShape<Capabilities>("a capability", CapabilityNames),
                    "`[tools, images]`",
                    allowsSingle: true),
                "What it can take or do beyond plain text; from the catalogue where left out.",
                (draft, can, place) => (draft.Can, draft.CanPlace) = (can.Aggregate(Capabilities.None, (all, one) => all | one), place)),
            new Key<ModelDraft, Balance>(
                "balance",
                new ChoiceShape<Balance>("a way to share calls", BalanceNames),
                "How its calls are shared among its deployments. Default: weighted.",
                (draft, balance, _) => draft.Balance = balance),
            new Key<ModelDraft, UsageDraft>(
                "usage",
                UsageDraft.Shape,
                "What all its calls may use together, those of models made from it included; beyond, the next candidate serves.",
                (draft, usage, _) => draft.Usage = usage),
            new Key<ModelDraft, SimulationDraft>(
                "simulate",
                SimulationDraft.Shape,
                "How a simulated provider plays it.",
                (draft, simulate, place) => draft.Simulate = new(simulate, place)),
        ]);

    public Located<string>? Provider { get; set; }

    public Located<string>? Name { get; set; }

    public Located<List<Located<DeploymentDraft>>>? Deployments { get; set; }

    public Located<string>? Use { get; set; }

    public string? Effort { get; set; }

    public Located<PriceDraft>? Price { get; set; }

    public Located<int>? Context { get; set; }

    public Located<int>? MaxOutput { get; set; }

    public Capabilities? Can { get; set; }

    public Place CanPlace { get; set; }

    public Balance? Balance { get; set; }

    public UsageDraft Usage { get; set; } = new();

    public Located<SimulationDraft>? Simulate { get; set; }

    /// <summary>Lists the deployments, the short form among them.</summary>
    public IReadOnlyList<Located<DeploymentDraft>> AllDeployments() =>
        Provider is { } provider
            ? [new(new DeploymentDraft { Provider = provider, Name = Name?.Value }, provider.Place)]
            : Deployments?.Value ?? [];

    public ModelConfig ToConfig(string name) => new()
    {
        Name = name,
        Use = Use?.Value,
        Effort = Effort,
        Price = Price?.Value.ToPrice(),
        Context = Context?.Value,
        MaxOutput = MaxOutput?.Value,
        Can = Can,
        Deployments = [.. AllDeployments().Select(deployment => deployment.Value.ToConfig())],
        Simulate = Simulate?.Value.ToConfig(),
        Balance = Balance,
        Usage = Usage.Limits,
    };
}
