using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Certification;

/// <summary>Asks the serving code itself which candidate each row would go to: rules, limits, policy and all.</summary>
public static class RouteRun
{
    private static readonly ParallelOptions Threads = new() { MaxDegreeOfParallelism = Math.Min(2, Environment.ProcessorCount) };

    /// <summary>The config with one route's policy replaced.</summary>
    public static LoadlineConfig With(LoadlineConfig config, string route, Func<RouteConfig, RouteConfig> change)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config with { Routes = [.. config.Routes.Select(one => one.Name == route ? change(one) : one)] };
    }

    /// <summary>Builds what requests are decided by; no provider is called, and health is that of a start.</summary>
    public static RuntimeSnapshot Build(LoadlineConfig config) => SnapshotBuilder.Build(config, null, BuiltInCatalog.Instance);

    /// <summary>Decides every row.</summary>
    /// <returns>For each row its candidate's name, <see langword="null"/> where nobody can serve it, and the rule that fired.</returns>
    /// <remarks>Where a policy draws, the draw is seeded by the row's prompt: the same rows always go the same way.</remarks>
    public static RowDecision[] Decide(LoadlineConfig config, string route, IReadOnlyList<OutcomeRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var snapshot = Build(config);
        var decisions = new RowDecision[rows.Count];
        Parallel.For(0, rows.Count, Threads, () => new RoutingContext(), (i, _, context) =>
        {
            decisions[i] = Decide(context, snapshot, route, rows[i]);
            return context;
        }, _ => { });
        return decisions;
    }

    private static RowDecision Decide(RoutingContext context, RuntimeSnapshot snapshot, string route, OutcomeRow row)
    {
        context.Facts.Reset(RowBodies.Of(row, route));
        context.Facts.Headers = NoHeaders.Instance;
        if (!ChatRequestScanner.Scan(context.Facts).Ok)
        {
            return new RowDecision(null, null);
        }

        var key = PromptKey.Of(row);
        context.Begin(snapshot, new Random((int)(uint)key));
        Router.Decide(context, snapshot.Find(route));
        var choice = context.Choice >= 0 ? context.Candidates.All[context.Choice].Name : null;
        return new RowDecision(choice, context.Rule?.Name);
    }

    private sealed class NoHeaders : IRequestHeaders
    {
        public static NoHeaders Instance { get; } = new();

        public string? Find(string name) => null;
    }
}
