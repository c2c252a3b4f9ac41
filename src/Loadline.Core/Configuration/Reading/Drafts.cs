using Loadline.Core.Checks;
using Loadline.Core.Policies;

namespace Loadline.Core.Configuration.Reading;

/// <summary>Makes the config from drafts that have been checked.</summary>
internal static class Drafts
{
    public static LoadlineConfig ToConfig(RootDraft root, string digest) => new()
    {
        Providers = [.. root.Providers.Select(ProviderChecks.ToConfig)],
        Models = [.. root.Models.Select(model => model.Value.ToConfig(model.Name))],
        Routes = [.. root.Routes.Select(ToConfig)],
        Graders = [.. root.Graders.Select(grader => GraderDefinition.Read(grader.Name, grader.Value))],
        Server = root.Server.Urls.Count == 0 ? root.Server.Config : root.Server.Config with { Urls = [.. root.Server.Urls.Select(url => url.Value)] },
        Storage = root.Storage.Config,
        Teams = [.. root.Teams.Select(team => new TeamConfig { Name = team.Name, Usage = team.Value.Usage.Limits })],
        Telemetry = root.Telemetry?.ToConfig(),
        Digest = digest,
    };

    private static RouteConfig ToConfig(NamedEntry<RouteDraft> entry)
    {
        var route = entry.Value;
        List<string> pool = [.. route.Pool!.Value.Value.Select(name => name.Value)];
        var policy = route.Policy?.Value.Config
            ?? (route.Plan?.Value.Config is { Candidates.Count: > 0 } plan ? new StepsPolicyConfig(plan.Kind, plan.Candidates) : new FixedPolicyConfig(pool[0]));
        return new RouteConfig
        {
            Name = entry.Name,
            Pool = pool,
            Reference = route.Reference?.Value ?? pool[0],
            Mode = route.Mode?.Value.Mode ?? RouteMode.Observe,
            CanaryShare = route.Mode?.Value.Share ?? 0,
            Certificate = route.Certificate,
            CertificateProblem = route.CertificateProblem,
            Audit = route.Audit?.Value.Config,
            Uncertified = route.Uncertified,
            Quality = route.Quality?.Line,
            Rules = [.. route.Rules.Select(rule => ToConfig(rule.Value))],
            Policy = policy,
            Limits = route.Limits,
            Sessions = route.Sessions,
            Usage = route.Usage.Limits,
            OverBudget = [.. route.OverBudget.Select(name => name.Value)],
            Timeouts = route.Timeouts,
            Plan = route.Plan?.Value.Config,
            Hedge = route.Hedge,
            Fallbacks = [.. route.Fallbacks.Any.Select(name => name.Value)],
            FallbacksFor = route.Fallbacks.ToConfig(),
            OnReferenceDown = route.OnReferenceDown,
            OnAllDown = route.OnAllDown,
            Cache = route.Cache?.Config,
            FeatureRate = route.FeatureRate,
        };
    }

    private static RuleConfig ToConfig(RuleDraft rule) => new()
    {
        Name = rule.Name!.Value.Value,
        When = rule.When!,
        Use = rule.Use?.Value,
        Pool = rule.Pool is { } pool ? [.. pool.Value.Select(name => name.Value)] : null,
        Policy = rule.Policy?.Value.Config,
        Residency = rule.Residency?.Value,
    };
}
