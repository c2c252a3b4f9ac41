using System.Collections.Frozen;
using System.Globalization;
using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Hedging;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Policies;
using Loadline.Core.Sessions;
using Loadline.Core.Signals;
using Loadline.Core.Watching;

namespace Loadline.Core.Runtime;

/// <summary>Builds a route and its rules over the candidates of one snapshot.</summary>
internal sealed class RouteBuilder
{
    private readonly RouteConfig _route;
    private readonly CandidateSnapshot[] _all;
    private readonly Dictionary<string, CandidateSnapshot> _candidates;
    private readonly CandidateSnapshot _reference;
    private readonly PolicyStates _states;
    private readonly List<CandidateSnapshot> _fallbacks;

    private readonly RouteStandings _standings;

    public RouteBuilder(RouteConfig route, CandidateSnapshot[] candidates, PolicyStates states, RouteStandings? standings = null)
    {
        _standings = standings ?? RouteStandings.None;
        _all = candidates;
        _route = route;
        _states = states;
        _candidates = candidates.ToDictionary(candidate => candidate.Name, StringComparer.Ordinal);
        _reference = Find(route.Reference);
        _fallbacks = [.. route.Fallbacks.Select(Find)];
    }

    /// <summary>Builds the route as it is to serve now.</summary>
    public RouteSnapshot Build()
    {
        var digest = Digest();
        var standing = _standings.Of(_route.Name);
        var serving = RouteServing.Of(_route, proven => Proves(proven, digest), standing, _standings.Now);
        return Build(serving, standing, digest);
    }

    // Offline, settings are tried one by one: who put one in knows better than the certificate.
    private RouteSnapshot Build(RouteServing serving, RouteStanding standing, string digest)
    {
        if (serving.Certificate is { Segments: { } segments, Line.By: { } by } && !_route.Policy.IsAtSetting)
        {
            return Build(serving, digest, standing.Salt, [], InSegments(serving, digest, by, segments));
        }

        var settings = serving.Settings;
        var set = (serving.Setting ?? (settings.Count > 0 ? settings[^1] : null)) is { } knob && !_route.Policy.IsAtSetting
            ? With(_route.Policy.At(knob)) : this;
        return set.Build(serving, digest, standing.Salt, [.. settings.Select(setting => With(_route.Policy.At(setting)).Build(
            serving with { Mode = new RouteModeSetting(RouteMode.Enforce, 0) }, digest, 0, []))]);
    }

    private RouteSegments InSegments(RouteServing serving, string digest, SegmentKind kind, IReadOnlyList<SegmentProof> segments)
    {
        // Rules that say where data may go stay: there the reference is not for all requests.
        RuleConfig[] kept = [.. _route.Rules.Where(rule => rule.Residency is not null)];
        var reference = new RouteBuilder(_route with { Rules = kept, Policy = new FixedPolicyConfig(_route.Reference) }, _all, _states, _standings);
        return new RouteSegments(
            kind,
            segments.Where(segment => segment.Holds).ToFrozenDictionary(
                segment => segment.Segment,
                segment => (segment.Knob is { } knob ? With(_route.Policy.At(knob)) : this).Build(serving, digest, 0, []),
                StringComparer.Ordinal),
            reference.Build(serving, digest, 0, [], reason: "segment not proven"));
    }

    private RouteBuilder With(PolicyConfig policy) => new(_route with { Policy = policy }, _all, _states, _standings);

    private bool Proves(string proven, string digest) =>
        proven == digest || ReferenceWays.Without(_route).Any(less => new RouteBuilder(less, _all, _states).Digest() == proven);

    private string Digest() => RouteDigest.Of(_route, Set(_route.Pool), PolicyOf);

    private RouteSnapshot Build(
        RouteServing serving, string digest, int salt, RouteSnapshot[] settings, RouteSegments? segments = null, string? reason = null)
    {
        var set = Set(_route.Pool);
        return new RouteSnapshot
        {
            Serving = serving,
            Settings = settings,
            Segments = segments,
            CanarySalt = Balancing.AffinityKey.Hash(string.Create(CultureInfo.InvariantCulture, $"{_route.Name} {salt}")),
            Audit = _route.Audit,
            Quality = _route.Quality,
            Name = _route.Name,
            Candidates = set,
            Reference = _reference,
            Mode = serving.Mode.Mode,
            Rules = [.. _route.Rules.Select(Build)],
            Policy = _route.Policy.Create(set, new PolicyScope(_route.Name, null, _states)),
            Sessions = _route.Sessions is { } sessions ? new SessionGate(sessions, Table(sessions)) : null,
            Limits = _route.Limits,
            Usage = _route.Usage,
            OverBudget = _route.OverBudget.Count > 0 ? BuildOverBudget(digest) : null,
            Cache = _route.Cache,
            Timeouts = _route.Timeouts,
            Plan = _route.Plan,
            Hedge = _route.Hedge is { } hedge ? new HedgeGate(hedge) : null,
            OnReferenceDown = _route.OnReferenceDown,
            OnAllDown = _route.OnAllDown,
            Features = new FeatureSampler(_route.FeatureRate),
            Digest = digest,
            Reason = reason ?? "policy=" + _route.Policy.Kind,
        };
    }

    // No reference behind it, no plan of several answers, no session and no audit: only what was named for it. Rules still say where data may go.
    private RouteSnapshot BuildOverBudget(string digest)
    {
        var set = new CandidateSet([.. _route.OverBudget.Select(Find)], null, []);
        var policy = new StepsPolicyConfig("over-budget", _route.OverBudget);
        return new RouteSnapshot
        {
            Name = _route.Name,
            Candidates = set,
            Reference = _reference,
            Mode = RouteMode.Enforce,
            Rules = [.. _route.Rules.Select(rule => new RuleSnapshot
            {
                Name = rule.Name,
                When = rule.When,
                Candidates = set,
                Policy = policy.Create(set),
                Residency = rule.Residency,
                Reason = "over-budget rule=" + rule.Name,
            })],
            Policy = policy.Create(set),
            Limits = _route.Limits,
            Usage = _route.Usage,
            Timeouts = _route.Timeouts,
            OnAllDown = _route.OnAllDown,
            Features = new FeatureSampler(_route.FeatureRate),
            Digest = digest,
            IsOverBudget = true,
            Reason = "over-budget",
        };
    }

    private RuleSnapshot Build(RuleConfig rule)
    {
        var set = Set(rule.Use is { } use ? [use] : rule.Pool ?? _route.Pool);
        var policy = PolicyOf(rule);
        return new RuleSnapshot
        {
            Name = rule.Name,
            When = rule.When,
            Candidates = set,
            Policy = policy.Create(set, new PolicyScope(_route.Name, rule.Name, _states)),
            Residency = rule.Residency,
            Reason = "rule=" + rule.Name + " policy=" + policy.Kind,
        };
    }

    // A table of another size is another table: sessions start over.
    private SessionTable Table(SessionConfig sessions) => _states.Get(
        string.Create(CultureInfo.InvariantCulture, $"{_route.Name}/sessions/{sessions.Most}"), () => new SessionTable(sessions.Most));

    // A pool of one leaves nothing to choose: a route's policy that names other candidates does not apply there.
    private PolicyConfig PolicyOf(RuleConfig rule) =>
        rule.Use is { } use ? new FixedPolicyConfig(use)
        : rule.Policy is { } policy ? policy
        : rule.Pool is [var only] && _route.Policy.Candidates.Any() ? new FixedPolicyConfig(only)
        : _route.Policy;

    private CandidateSet Set(IReadOnlyList<string> pool) =>
        new([.. pool.Select(Find)], _reference, _fallbacks, Named(_route.FallbacksFor.Context), Named(_route.FallbacksFor.Content), Named(_route.FallbacksFor.Quota),
            Named(_route.FallbacksFor.Refusal));

    private List<CandidateSnapshot> Named(IReadOnlyList<string> names) => [.. names.Select(Find)];

    private CandidateSnapshot Find(string name) =>
        _candidates.TryGetValue(name, out var candidate)
            ? candidate
            : throw new ArgumentException("The route " + _route.Name + " names " + name + ", which is not a model.");
}
