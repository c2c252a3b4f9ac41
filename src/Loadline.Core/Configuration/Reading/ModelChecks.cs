using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together within and between models.</summary>
internal static class ModelChecks
{
    public static void Run(ReadScope scope, RootDraft root)
    {
        var models = root.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        foreach (var model in root.Models)
        {
            Form(scope, model);
            Chain(scope, model, models);
            Deployments(scope, model, root);
            Numbers(scope, model.Value);
            Simulation(scope, model, models, root);
        }
    }

    /// <summary>Follows <c>use:</c> to the model that has the deployments.</summary>
    /// <returns><see langword="null"/> where the chain is broken or runs in a circle.</returns>
    public static ModelDraft? Base(ModelDraft model, Dictionary<string, NamedEntry<ModelDraft>> models)
    {
        for (var steps = 0; steps <= models.Count; steps++)
        {
            if (model.Use is not { } use)
            {
                return model;
            }

            if (!models.TryGetValue(use.Value, out var next))
            {
                return null;
            }

            model = next.Value;
        }

        return null;
    }

    // Exactly one of: provider and name, deployments, use.
    private static void Form(ReadScope scope, NamedEntry<ModelDraft> entry)
    {
        var draft = entry.Value;
        var isShort = draft.Has("provider") || draft.Has("name");
        var forms = (isShort ? 1 : 0) + (draft.Has("deployments") ? 1 : 0) + (draft.Has("use") ? 1 : 0);
        if (forms == 0)
        {
            scope.Error(
                entry.Place,
                "the model has no deployment",
                "Write `provider` and `name`, or `deployments`, or `use` and the name of another model.");
        }
        else if (forms > 1)
        {
            scope.Error(entry.Place, "`provider` with `name`, `deployments` and `use` exclude one another", "Keep one of them.");
        }
        else if (draft.Has("provider") != draft.Has("name"))
        {
            var missing = draft.Has("name") ? "provider" : "name";
            scope.Error(entry.Place, "`" + missing + "` is missing", "Write `{ provider: openai, name: gpt-5-nano }`.");
        }
    }

    private static void Chain(ReadScope scope, NamedEntry<ModelDraft> entry, Dictionary<string, NamedEntry<ModelDraft>> models)
    {
        if (entry.Value.Use is not { } use)
        {
            return;
        }

        if (!models.ContainsKey(use.Value))
        {
            scope.Error(use.Place, use.Place.Shown + " is not a model of this file", Suggest.From(use.Value, models.Keys));
        }
        else if (IsInCircle(entry, models))
        {
            scope.Error(
                use.Place,
                "`use` runs in a circle: the model is made from itself",
                "Let one model of the circle have `provider` and `name`.");
        }
    }

    private static bool IsInCircle(NamedEntry<ModelDraft> entry, Dictionary<string, NamedEntry<ModelDraft>> models)
    {
        var name = entry.Value.Use?.Value;
        for (var steps = 0; steps <= models.Count && name is not null; steps++)
        {
            if (name == entry.Name)
            {
                return true;
            }

            name = models.TryGetValue(name, out var next) ? next.Value.Use?.Value : null;
        }

        return false;
    }

    private static void Deployments(ReadScope scope, NamedEntry<ModelDraft> entry, RootDraft root)
    {
        var seen = new HashSet<(string, string?)>();
        foreach (var deployment in entry.Value.AllDeployments())
        {
            if (deployment.Value.Provider is not { } provider)
            {
                continue;
            }

            var at = root.Providers.FindIndex(known => known.Name == provider.Value);
            if (at < 0)
            {
                var suggestion = KnownProviders.WithAddress(provider.Value) is null
                    ? Suggest.From(provider.Value, [.. root.Providers.Select(known => known.Name)], "Add it to `providers`.")
                    : "Add it to `providers`.";
                scope.Error(provider.Place, provider.Place.Shown + " is not a provider of this file", suggestion);
                continue;
            }

            Embeddings(scope, entry.Value, new ProviderDefaults(provider.Value, root.Providers[at].Value));
            if (!seen.Add((provider.Value, deployment.Value.Name)))
            {
                scope.Error(deployment.Place, "the same deployment is listed twice", "Keep one, and give it the `weight` of both.");
            }
        }
    }

    private static void Embeddings(ReadScope scope, ModelDraft model, ProviderDefaults provider)
    {
        if (model.Can?.HasFlag(Capabilities.Embeddings) == true && !ProviderDialects.HasEmbeddings(provider.Dialect, provider.Server))
        {
            scope.Error(model.CanPlace, "no embeddings come by the dialect `" + provider.Dialect + "`", "Take `embeddings` out, or use another provider.");
        }
    }

    private static void Numbers(ReadScope scope, ModelDraft draft)
    {
        if (draft.Price is { } price && price.Value.CachedInput > price.Value.Input)
        {
            scope.Error(
                price.Place,
                "`cached_input` costs more than `input`",
                "Look at the two prices; a cached token is never the dearer one.");
        }

        if (draft.MaxOutput is { } output && output.Value > draft.Context?.Value)
        {
            scope.Error(
                output.Place,
                "`max_output` is larger than `context`",
                "Look at the two numbers; what is generated must fit into the window.");
        }
    }

    private static void Simulation(
        ReadScope scope,
        NamedEntry<ModelDraft> entry,
        Dictionary<string, NamedEntry<ModelDraft>> models,
        RootDraft root)
    {
        if (entry.Value.Simulate is not { } simulate || Base(entry.Value, models) is not { } origin)
        {
            return;
        }

        var simulated = root.Providers.Where(provider => provider.Value.IsSimulated).Select(provider => provider.Name).ToHashSet(StringComparer.Ordinal);
        if (!origin.AllDeployments().Any(deployment => simulated.Contains(deployment.Value.Provider?.Value ?? "")))
        {
            scope.Error(
                simulate.Place,
                "no deployment of this model is on a simulated provider",
                "Take `simulate` out, or give the provider `dialect: simulated`.");
        }
    }
}
