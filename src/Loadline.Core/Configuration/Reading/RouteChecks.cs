using Loadline.Core.Cascades;
using Loadline.Core.Catalog;
using Loadline.Core.Certificates;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together within a route, and with the models and providers it names.</summary>
internal sealed class RouteChecks
{
    private readonly ReadScope _scope;
    private readonly RootDraft _root;
    private readonly NamedEntry<RouteDraft> _entry;
    private readonly RouteDraft _route;
    private readonly List<Located<string>> _pool;
    private readonly Dictionary<string, NamedEntry<ModelDraft>> _models;
    private readonly ResidencyChecks _residency;

    public RouteChecks(ReadScope scope, RootDraft root, NamedEntry<RouteDraft> entry)
    {
        _scope = scope;
        _root = root;
        _entry = entry;
        _route = entry.Value;
        _pool = entry.Value.Pool?.Value ?? [];
        _models = root.Models.ToDictionary(model => model.Name, StringComparer.Ordinal);
        _residency = new ResidencyChecks(root, _models);
    }

    public void Run()
    {
        if (_models.ContainsKey(_entry.Name))
        {
            _scope.Error(
                _entry.Place,
                "a model has the name `" + _entry.Name + "`, too",
                "Rename one of them: callers ask for either by name.");
        }

        Models(_pool);
        Models(_route.Fallbacks.Any);
        Models(_route.Fallbacks.Context);
        Models(_route.Fallbacks.Content);
        Models(_route.Fallbacks.Quota);
        Models(_route.Fallbacks.Refusal);
        Models(_route.OverBudget);
        CacheChecks.Run(_scope, _root, _route);
        if (_route.Cache?.Semantic is { Value.Embeddings: { Model.Value: not null } embeddings })
        {
            Embedders([embeddings.Model]);
        }

        Reference();
        Enforcing();
        Certificate();
        AuditChecks.Run(_scope, _root, _route);
        Policy(_route.Policy, _pool);
        Plan();

        // A plan that could not be read may have named its candidates: its own error says enough.
        var isPlanUnread = _route.Plan is null && _scope.Errors.Exists(error => error.Path.StartsWith("routes." + _entry.Name + ".plan", StringComparison.Ordinal));
        if (!_route.Has("policy") && _pool.Count > 1 && !isPlanUnread && _route.Plan?.Value.Names is not { Count: > 0 })
        {
            _scope.Error(_entry.Place, "`policy` is missing", "Write `policy: cheapest`, or another policy.");
        }

        Rules();
    }

    private void Reference()
    {
        if (_route.Reference is { } reference)
        {
            Models([reference]);
        }
        else if (!_route.Has("reference") && _pool.Count > 1)
        {
            _scope.Error(
                _entry.Place,
                "`reference` is missing",
                "Write `reference: ` and the model that quality and savings are measured against.");
        }
    }

    private void Enforcing()
    {
        if (_route is { Mode: { Value.Mode: not RouteMode.Observe } mode, Quality: null } && !_route.Has("quality"))
        {
            _scope.Error(
                mode.Place,
                "nothing says what quality the route must keep, so it may not serve other models than its reference",
                "Write `quality: { keep: 0.95 }` and certify it with `loadline certify`, or `quality: uncertified`.");
        }
    }

    // Only a route with a line can have one. That it is missing or useless is no error of the config: `loadline certify` reads it to make one.
    private void Certificate()
    {
        if (_route.Quality is not { Line: not null } quality)
        {
            return;
        }

        var path = _scope.Depend(quality.Certificate ?? _entry.Name + ".certificate.json");
        if (!File.Exists(path))
        {
            _route.CertificateProblem = "there is no certificate " + Path.GetFileName(path);
            return;
        }

        try
        {
            _route.Certificate = CertificateFile.Load(path);
        }
        catch (CertificateException error)
        {
            _route.CertificateProblem = error.Message;
        }
    }

    private void Rules()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in _route.Rules)
        {
            if (rule.Value.Name is { } name && !names.Add(name.Value))
            {
                _scope.Error(
                    name.Place,
                    "two rules of this route have the name " + name.Place.Shown,
                    "Rename one of them: reasons and records name the rule.");
            }

            Rule(rule);
        }
    }

    private void Rule(Located<RuleDraft> located)
    {
        var rule = located.Value;
        if (!rule.Has("use") && !rule.Has("pool") && !rule.Has("policy") && !rule.Has("residency"))
        {
            _scope.Error(located.Place, "the rule decides nothing", "Add `use`, `pool`, `policy` or `residency`.");
        }

        if (rule.Has("use") && (rule.Has("pool") || rule.Has("policy")))
        {
            _scope.Error(located.Place, "`use` leaves no choice for a `pool` or a `policy`", "Keep `use`, or take it out.");
        }

        List<Located<string>> pool = rule.Use is { } use ? [use] : rule.Pool?.Value ?? _pool;
        if (rule.Use is not null || rule.Pool is not null)
        {
            InPool(pool, _pool, "the route's pool");
        }

        if (rule.Policy is { } own)
        {
            Policy(own, pool);
        }
        else if (rule.Pool is { } left)
        {
            Inherited(left);
        }

        if (rule.Residency is { } residency && _residency.Problem(residency, pool) is { } problem)
        {
            _scope.Error(residency.Place, problem.Message, problem.Suggestion);
        }
    }

    // A rule that narrows the pool under a policy which names candidates outside it would send requests to the reference unasked.
    private void Inherited(Located<List<Located<string>>> pool)
    {
        var names = _route.Policy?.Value.Names ?? [];
        var outside = names.FirstOrDefault(name => !pool.Value.Exists(left => left.Value == name.Value));
        if (pool.Value.Count > 1 && outside.Value is not null)
        {
            _scope.Error(
                pool.Place,
                "the route's policy names " + outside.Place.Shown + ", which this rule leaves out",
                "Give the rule a `policy` of its own.");
        }
    }

    private void Policy(Located<PolicyDraft>? policy, List<Located<string>> pool)
    {
        if (policy is not { } located)
        {
            return;
        }

        InPool(located.Value.Names, pool, "the pool that the policy chooses from");
        Models(located.Value.Models);
        Embedders(located.Value.Embedders);
        if (located.Value.Config.Problem([.. pool.Select(name => name.Value)], _route.Reference?.Value) is { } problem)
        {
            _scope.Error(located.Place, problem, located.Value.Config.Remedy);
        }
    }

    private void Plan()
    {
        if (_route.Plan is not { } located)
        {
            return;
        }

        InPool(located.Value.Names, _pool, "the route's pool");
        if (located.Value.Names.Count == 1 || (located.Value.Names.Count == 0 && _pool.Count < 2))
        {
            _scope.Error(located.Place, "a " + located.Value.Config.Kind + " of one candidate leaves nothing to do", "Name two or more, or write `plan: single`.");
        }

        Judges(located);
        Next(located);
        if (_route.Policy is { } policy && located.Value.Names.Count > 0)
        {
            _scope.Error(policy.Place, "the plan names its candidates, so a policy has nothing to order", "Take out `policy`, or the plan's list.");
        }
    }

    // Who judges its own answers finds them good.
    private void Judges(Located<PlanDraft> located)
    {
        foreach (var judge in DraftChecks.Judges(located.Value.Config.Judging).Distinct(StringComparer.Ordinal))
        {
            if (!_models.ContainsKey(judge))
            {
                _scope.Error(located.Place, "the judge `" + judge + "` is not a model of this file", Suggest.From(judge, _models.Keys, "Add it to `models`."));
            }
            else if (_pool.Exists(one => one.Value == judge))
            {
                _scope.Error(located.Place, "`" + judge + "` would judge its own answers", "Let a model judge that is not in the pool.");
            }
        }
    }

    private void Next(Located<PlanDraft> located)
    {
        if (located.Value.Config is CascadeConfig { Next: { } next })
        {
            var steps = located.Value.Names.Count > 0 ? located.Value.Names : _pool;
            foreach (var step in steps.Where(step => !next.Artifact.Models.Contains(step.Value, StringComparer.Ordinal)))
            {
                _scope.Error(located.Place, "the artifact of `next` knows nothing of `" + step.Value + "`", "Train again with outcomes of every step, or take it out.");
            }
        }
    }

    private void InPool(IReadOnlyList<Located<string>> names, List<Located<string>> pool, string what)
    {
        Distinct(names is List<Located<string>> list ? list : []);
        foreach (var name in names.Where(name => !pool.Exists(known => known.Value == name.Value)))
        {
            var suggestion = _models.ContainsKey(name.Value)
                ? "Add it to `pool`."
                : Suggest.From(name.Value, [.. pool.Select(known => known.Value)], "Add it to `models` and to `pool`.");
            _scope.Error(name.Place, name.Place.Shown + " is not in " + what, suggestion);
        }
    }

    private void Models(List<Located<string>> names)
    {
        Distinct(names);
        foreach (var name in names.Where(name => !_models.ContainsKey(name.Value)))
        {
            _scope.Error(
                name.Place,
                name.Place.Shown + " is not a model of this file",
                Suggest.From(name.Value, _models.Keys, "Add it to `models`."));
        }
    }

    private void Embedders(List<Located<string>> names)
    {
        Models(names);
        foreach (var name in names.Where(name => _models.TryGetValue(name.Value, out var model) && !MakesEmbeddings(model.Value)))
        {
            _scope.Error(name.Place, name.Place.Shown + " makes no embeddings", "Write `can: [embeddings]` at a model whose provider has them, and name that.");
        }
    }

    // What is not stated may be known of the model; a wrong guess shows as a failed call.
    private bool MakesEmbeddings(ModelDraft model) =>
        model.Can?.HasFlag(Capabilities.Embeddings) != false
        && model.AllDeployments().All(deployment => deployment.Value.Provider is not { } provider
            || _root.Providers.Find(known => known.Name == provider.Value) is not { Value: not null } known
            || new ProviderDefaults(provider.Value, known.Value) is var defaults && ProviderDialects.HasEmbeddings(defaults.Dialect, defaults.Server));

    private void Distinct(List<Located<string>> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !seen.Add(name.Value)))
        {
            _scope.Error(name.Place, name.Place.Shown + " is listed twice", "Keep one.");
        }
    }
}
