using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI;

/// <summary>Makes a config in code, over the chat clients at hand. What is not said comes from the catalogue and the config file's own defaults.</summary>
public sealed class LoadlineBuilder
{
    private readonly List<ProviderConfig> _providers = [];
    private readonly List<ModelConfig> _models = [];
    private readonly List<RouteConfig> _routes = [];
    private readonly LoadlineOptions _options = new();

    /// <summary>Adds a model that one client serves.</summary>
    /// <param name="name">The name that routes and callers use.</param>
    /// <param name="client">The client; its metadata says whose model it is.</param>
    /// <param name="price">USD per million tokens; <see langword="null"/>: from the catalogue, and unknown where that knows none.</param>
    /// <param name="context">The context window in tokens; <see langword="null"/>: from the catalogue.</param>
    /// <param name="can">What it can do; <see langword="null"/>: from the catalogue, and everything where that knows nothing.</param>
    public LoadlineBuilder AddModel(string name, IChatClient client, ModelPrice? price = null, int? context = null, Capabilities? can = null) =>
        AddModel(name, [client], price, context, can);

    /// <summary>Adds a model that several clients serve alike: calls are shared among them, and one stands in for another.</summary>
    /// <param name="name">The name that routes and callers use.</param>
    /// <param name="clients">The clients.</param>
    /// <param name="price">USD per million tokens; <see langword="null"/>: from the catalogue.</param>
    /// <param name="context">The context window in tokens; <see langword="null"/>: from the catalogue.</param>
    /// <param name="can">What it can do; <see langword="null"/>: from the catalogue.</param>
    public LoadlineBuilder AddModel(string name, IReadOnlyList<IChatClient> clients, ModelPrice? price = null, int? context = null, Capabilities? can = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentOutOfRangeException.ThrowIfZero(clients.Count);
        _models.Add(new ModelConfig
        {
            Name = name,
            Price = price,
            Context = context,
            Can = can,
            Deployments = [.. clients.Select(client => Deployment(name, client))],
        });
        return this;
    }

    /// <summary>Adds a candidate that is another model with an effort of its own.</summary>
    /// <param name="name">The candidate.</param>
    /// <param name="use">The model it is made from.</param>
    /// <param name="effort"><c>low</c>, <c>medium</c>, <c>high</c> and the like.</param>
    public LoadlineBuilder AddModel(string name, string use, string effort)
    {
        _models.Add(new ModelConfig { Name = name, Use = use, Effort = effort });
        return this;
    }

    /// <summary>Adds a route that is enforced from the first request, without a certificate: what is saved is known, what is lost is not.</summary>
    /// <param name="name">The name callers ask for; <c>auto</c> where they name none.</param>
    /// <param name="pool">The models to choose from.</param>
    /// <param name="reference">The model that quality and savings are measured against.</param>
    /// <param name="policy">Who is worth it; <see langword="null"/>: the cheapest that can serve.</param>
    public LoadlineBuilder AddRoute(string name, IReadOnlyList<string> pool, string reference, PolicyConfig? policy = null) => AddRoute(new RouteConfig
    {
        Name = name,
        Pool = pool,
        Reference = reference,
        Policy = policy ?? new CheapestPolicyConfig(),
        Mode = RouteMode.Enforce,
        Uncertified = true,
    });

    /// <summary>Adds a route with everything a config file can say of one.</summary>
    public LoadlineBuilder AddRoute(RouteConfig route)
    {
        ArgumentNullException.ThrowIfNull(route);
        _routes.Add(route);
        return this;
    }

    /// <summary>Changes the other options.</summary>
    public LoadlineBuilder With(Action<LoadlineOptions> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        change(_options);
        return this;
    }

    internal LoadlineOptions Build()
    {
        _options.Config = new LoadlineConfig { Providers = _providers, Models = _models, Routes = _routes };
        return _options;
    }

    // The provider's usual name, so that the catalogue's price is found; a second client of the same name is a provider of its own.
    private DeploymentConfig Deployment(string model, IChatClient client)
    {
        var metadata = client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata;
        var name = metadata?.DefaultModelId ?? model;
        var provider = metadata?.ProviderName is { Length: > 0 } told ? told : "app";
        var free = provider;
        for (var i = 2; _options.Clients.ContainsKey(free + "/" + name); i++)
        {
            free = provider + "-" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        _options.Clients.Add(free + "/" + name, client);
        if (!_providers.Exists(known => known.Name == free))
        {
            _providers.Add(new ProviderConfig { Name = free, Dialect = ProviderDialects.OpenAIChat, Url = metadata?.ProviderUri });
        }

        return new DeploymentConfig { Provider = free, Name = name };
    }
}
