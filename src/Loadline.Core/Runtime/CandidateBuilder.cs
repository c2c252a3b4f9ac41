using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Health;
using Loadline.Core.Limits;

namespace Loadline.Core.Runtime;

/// <summary>Builds candidates: follows <c>use:</c>, fills in from the catalogue, carries live counters over.</summary>
internal sealed class CandidateBuilder
{
    // A model of which nothing is known is tried with everything a chat may hold: refusing what it could do would break a working
    // caller, while the upstream's own error tells of what it cannot. Embeddings are another kind of model and must be stated.
    private const Capabilities Unknown =
        Capabilities.Tools | Capabilities.Images | Capabilities.Audio | Capabilities.Schema | Capabilities.Reasoning;

    private readonly LoadlineConfig _config;
    private readonly IModelCatalog _catalog;
    private readonly Dictionary<string, ModelConfig> _models;
    private readonly Dictionary<string, ProviderSnapshot> _providers;
    private readonly Dictionary<string, DeploymentSnapshot> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CandidateSnapshot> _candidatesBefore;
    private readonly Dictionary<string, DeploymentState> _states = new(StringComparer.Ordinal);

    public CandidateBuilder(LoadlineConfig config, RuntimeSnapshot? previous, IModelCatalog catalog)
    {
        _config = config;
        _catalog = catalog;
        _models = config.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        _candidatesBefore = previous?.Candidates.ToDictionary(candidate => candidate.Name, StringComparer.Ordinal) ?? [];
        var providersBefore = new Dictionary<string, ProviderSnapshot>(StringComparer.Ordinal);
        foreach (var deployment in previous?.Candidates.SelectMany(candidate => candidate.Deployments) ?? [])
        {
            _before[deployment.Id] = deployment;
            providersBefore[deployment.Provider.Name] = deployment.Provider;
        }

        _providers = config.Providers.ToDictionary(
            provider => provider.Name,
            provider => new ProviderSnapshot(provider, StateOf(provider, providersBefore.GetValueOrDefault(provider.Name))),
            StringComparer.Ordinal);
    }

    public CandidateSnapshot[] Build() => [.. _config.Models.Select((model, index) => Build(Flatten(model), index))];

    // What the candidate states itself goes before what the model it is made from states.
    private ModelConfig Flatten(ModelConfig model)
    {
        var flat = model;
        for (var steps = 0; flat.Use is { } use; steps++)
        {
            if (!_models.TryGetValue(use, out var origin) || steps > _models.Count)
            {
                throw new ArgumentException("The model " + model.Name + " is made from " + use + ", which does not exist or is made from it.");
            }

            flat = origin with
            {
                Name = model.Name,
                Effort = flat.Effort ?? origin.Effort,
                Price = flat.Price ?? origin.Price,
                Context = flat.Context ?? origin.Context,
                MaxOutput = flat.MaxOutput ?? origin.MaxOutput,
                Can = flat.Can ?? origin.Can,
                Simulate = flat.Simulate ?? origin.Simulate,
                Balance = flat.Balance ?? origin.Balance,
            };
        }

        return flat;
    }

    private CandidateSnapshot Build(ModelConfig model, int index)
    {
        var known = model.Deployments.Select(Find).ToList();
        var deployments = model.Deployments.Select((deployment, i) => Build(deployment, model.Price ?? known[i]?.Price)).ToArray();
        return new CandidateSnapshot
        {
            Name = model.Name,
            Index = index,
            Price = Highest(deployments),
            Context = model.Context ?? Smallest(known.Select(info => info?.Context)),
            MaxOutput = model.MaxOutput ?? Smallest(known.Select(info => info?.MaxOutput)),
            Can = Served(model.Can ?? Common(known), deployments),
            Deployments = deployments,
            Effort = model.Effort,
            QuotedEffort = CandidateSnapshot.Quote(model.Effort),
            Simulate = model.Simulate,
            Balance = model.Balance ?? Balance.Weighted,
            State = StateOf(model.Name, deployments),
            Usage = [.. Uses(model.Name)],
        };
    }

    private IEnumerable<ModelUse> Uses(string? name)
    {
        for (; name is not null && _models.TryGetValue(name, out var model); name = model.Use)
        {
            if (model.Usage.Count > 0)
            {
                yield return new ModelUse("model " + model.Name, model.Usage);
            }
        }
    }

    private CandidateState StateOf(string name, DeploymentSnapshot[] deployments) =>
        _candidatesBefore.TryGetValue(name, out var before) && before.Deployments[0].Id == deployments[0].Id ? before.State : new CandidateState();

    private DeploymentSnapshot Build(DeploymentConfig config, ModelPrice? price)
    {
        var provider = Provider(config);
        var id = provider.Name + "/" + config.Name;
        if (!_states.TryGetValue(id, out var state))
        {
            // The same name at another address is another deployment: it starts anew.
            var stays = _before.TryGetValue(id, out var before)
                && before.Provider.Config.Url == provider.Config.Url && before.Provider.Config.Dialect == provider.Config.Dialect
                && before.Provider.Config.Breaker == provider.Config.Breaker;
            state = stays ? before!.State : new DeploymentState(provider.Config.Breaker);
            _states.Add(id, state);
        }

        return new DeploymentSnapshot(provider, config, state, price);
    }

    private ModelInfo? Find(DeploymentConfig deployment)
    {
        var provider = Provider(deployment).Config;
        return KnownProviders.Of(provider.Name, provider.Url) is { } name ? _catalog.Find(name, deployment.Name) : null;
    }

    private static ProviderState StateOf(ProviderConfig config, ProviderSnapshot? before) =>
        before is null || before.Config.Url != config.Url || before.Config.Dialect != config.Dialect || before.Config.Breaker != config.Breaker
            ? new ProviderState(config.Breaker)
        : Equals(before.Config.ApiKey, config.ApiKey) && before.Config.OtherApiKeys.Equals(config.OtherApiKeys) && Equals(before.Config.Aws, config.Aws) ? before.State
        : before.State.WithNewCredential();

    private ProviderSnapshot Provider(DeploymentConfig deployment) =>
        _providers.TryGetValue(deployment.Provider, out var provider)
            ? provider
            : throw new ArgumentException("The provider " + deployment.Provider + " does not exist.");

    // An estimate must hold for whichever deployment serves: the dearest counts, and one unknown price makes the whole unknown.
    private static ModelPrice? Highest(DeploymentSnapshot[] deployments) =>
        Array.Exists(deployments, deployment => deployment.Price is null)
            ? null
            : deployments.Select(deployment => deployment.Price).MaxBy(price => price!.Input + price.Output);

    private static int Smallest(IEnumerable<int?> known) => known.Min() ?? int.MaxValue;

    // What every deployment can do, as far as anything is known of it.
    // A provider that has no embeddings makes none, whatever is known of its models.
    private static Capabilities Served(Capabilities can, DeploymentSnapshot[] deployments) =>
        Array.TrueForAll(deployments, deployment => ProviderDialects.HasEmbeddings(deployment.Provider.Config.Dialect, deployment.Provider.Config.Server))
            ? can
            : can & ~Capabilities.Embeddings;

    private static Capabilities Common(List<ModelInfo?> known)
    {
        var stated = known.Where(info => info?.Can is not null).Select(info => info!.Can!.Value).ToList();
        return stated.Count == 0 ? Unknown : stated.Aggregate((all, one) => all & one);
    }
}
