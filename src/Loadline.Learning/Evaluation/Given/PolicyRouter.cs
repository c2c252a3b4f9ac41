using Loadline.Core.Keys;
using Loadline.Core.Outcomes;
using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Learning.Calls;
using Loadline.Learning.Gating;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Evaluation.Given;

/// <summary>A configured route, rules and policy and all, as the gateway would decide by it: one setting, one point.</summary>
/// <remarks>What is measured is the choice: in observe mode what would have been chosen. A request that nobody can serve counts as the reference's.</remarks>
public sealed class PolicyRouter : IGivenRouter
{
    private readonly RuntimeSnapshot _snapshot;
    private readonly RouteSnapshot _route;
    private readonly string _name;
    private readonly IReadOnlyList<string> _models = [];

    /// <param name="snapshot">The config.</param>
    /// <param name="route">The route's name.</param>
    /// <param name="name">What reports call it.</param>
    /// <exception cref="ArgumentException">There is no such route.</exception>
    public PolicyRouter(RuntimeSnapshot snapshot, string route, string name)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        _snapshot = snapshot;
        _route = snapshot.Find(route) ?? throw new ArgumentException(
            $"There is no route '{route}'. Routes: {string.Join(", ", snapshot.Routes.Select(one => one.Name))}.");
        _name = name;
    }

    /// <inheritdoc/>
    public string? Reference => _route.Reference is { } reference ? Names(reference).First(IsKnown) : null;

    /// <summary>Gets or sets the table's models, by which candidates are known: under their own names, or their deployments'.</summary>
    /// <exception cref="ArgumentException">A candidate's outcomes are not in the table.</exception>
    public required IReadOnlyList<string> Models
    {
        get => _models;
        init
        {
            _models = value;
            foreach (var candidate in Candidates())
            {
                if (!Names(candidate).Any(IsKnown))
                {
                    throw new ArgumentException($"The table has no outcomes of '{candidate.Name}' ({candidate.Deployments[0].Id}). Its models: {string.Join(", ", value)}.");
                }
            }
        }
    }

    /// <inheritdoc/>
    public RouterUnderTest Route(TestRows rows, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var random = new Random(seed);
        var context = new RoutingContext();
        var scores = new Scores(rows.Models, new float[rows.Rows.Length * rows.Models], new float[rows.Rows.Length * rows.Models]);
        var unserved = 0;
        var indexOf = Candidates().ToDictionary(candidate => candidate, candidate => rows.Matrix.IndexOf(Names(candidate).First(IsKnown)));
        for (var i = 0; i < rows.Rows.Length; i++)
        {
            var model = Choose(rows.Matrix.Rows[rows.Rows[i]], context, random, indexOf);
            unserved += model < 0 ? 1 : 0;
            scores.Quality[(i * rows.Models) + (model < 0 ? rows.Reference : model)] = 1;
        }

        var note = "policy " + _route.Policy.Name + (_route.Rules.Length > 0 ? $", {_route.Rules.Length} rules" : "")
            + (unserved > 0 ? $"; {unserved} rows that nobody in the pool could serve count as the reference's" : "");
        return new RouterUnderTest(_name, note, scores, [new PolicyKnob(0, 1, 1)], Chosen: true) { HasPath = false };
    }

    private bool IsKnown(string name) => _models.Contains(name, StringComparer.Ordinal);

    private static string[] Names(CandidateSnapshot candidate) => [candidate.Name, candidate.Deployments[0].Name];

    private IEnumerable<CandidateSnapshot> Candidates() =>
        _route.Rules.SelectMany(rule => rule.Candidates.All).Concat(_route.Candidates.All).Distinct();

    private int Choose(OutcomeRow row, RoutingContext context, Random random, Dictionary<CandidateSnapshot, int> indexOf)
    {
        context.Facts.Reset(ChatBody.Of(row, _route.Name));
        if (!ChatRequestScanner.Scan(context.Facts).Ok)
        {
            return -1;
        }

        context.Begin(_snapshot, random);
        context.Scope = RowSegments.TenantOf(row) is { } tenant ? KeyScope.All with { Tenant = tenant } : KeyScope.All;
        Router.Decide(context, _route);
        return context.Choice < 0 ? -1 : indexOf[context.Candidates.All[context.Choice]];
    }
}
