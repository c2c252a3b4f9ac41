using Loadline.Cli.Commands;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Learning.Tables;

namespace Loadline.Cli.Replay;

/// <summary>The config a table is replayed with where the user gives none.</summary>
internal static class ReplayConfig
{
    public const string Provider = "replay";
    public const string TableName = "replayed-table";

    // Evenly spaced bands of complexity; nothing is fitted on the rows that are reported.
    private const double LastBand = 0.6;

    /// <summary>Makes a route <c>auto</c> over the table's models, cheapest first by band of complexity.</summary>
    public static LoadlineConfig Create(OutcomeTable table)
    {
        var baselines = new Baselines(table);
        var ladder = Ladder(table, baselines);
        return new LoadlineConfig
        {
            Providers = [new ProviderConfig { Name = Provider, Dialect = ProviderDialects.Simulated, Outcomes = TableName }],
            Models = [.. table.Models.Select(model => Model(table, model))],
            Routes =
            [
                new RouteConfig
                {
                    Name = "auto",
                    Pool = [.. table.Models],
                    Reference = baselines.Strongest,
                    Mode = RouteMode.Enforce,
                    Uncertified = true,
                    FeatureRate = FeatureSampler.EveryRequest,
                    Policy = new TieredPolicyConfig([.. ladder.Select((model, i) =>
                        new Tier(i + 1 == ladder.Count ? null : LastBand * (i + 1) / Math.Max(1, ladder.Count - 1), model))]),
                },
            ],
            Server = new ServerConfig { RecentDecisions = table.Rows.Count },
        };
    }

    /// <summary>Lets a user's config be replayed: its simulated providers answer from the table.</summary>
    /// <exception cref="UserError">A provider is a real one, or a model has no outcomes.</exception>
    public static LoadlineConfig Use(LoadlineConfig config, OutcomeTable table)
    {
        if (config.Providers.FirstOrDefault(provider => provider.Dialect != ProviderDialects.Simulated) is { } real)
        {
            throw new UserError($"Provider '{real.Name}' is a real one. A replay calls none: write `dialect: simulated` in the config it runs on.");
        }

        if (config.Models.FirstOrDefault(model => model.Deployments.Select(deployment => deployment.Name).Distinct().Skip(1).Any()) is { } mixed)
        {
            throw new UserError($"The deployments of '{mixed.Name}' have different names, so its answers could be any of them. A replay needs one name a model.");
        }

        foreach (var name in config.Models.SelectMany(model => model.Deployments).Select(deployment => deployment.Name))
        {
            if (!table.Models.Contains(name, StringComparer.Ordinal))
            {
                throw new UserError($"The table has no outcomes of '{name}'. Its models: {string.Join(", ", table.Models)}.");
            }
        }

        return config with
        {
            Providers = [.. config.Providers.Select(provider => provider with { Outcomes = TableName })],

            // A replay asks for days in seconds: its rows are for training, and keep what they would have kept then.
            Routes = [.. config.Routes.Select(route => route with { FeatureRate = route.FeatureRate > 0 ? FeatureSampler.EveryRequest : 0 })],
            Server = config.Server with { RecentDecisions = table.Rows.Count },
        };
    }

    /// <summary>Lets every model play its recorded answers so many times faster.</summary>
    public static LoadlineConfig AtSpeed(LoadlineConfig config, int speed) => config with
    {
        Models = [.. config.Models.Select(model => model with { Simulate = (model.Simulate ?? new SimulationConfig()) with { Speed = speed } })],
    };

    // Models that are neither cheaper nor better than another have no place on the ladder.
    private static List<string> Ladder(OutcomeTable table, Baselines baselines)
    {
        var ladder = new List<string>();
        foreach (var model in table.Models.OrderBy(baselines.MeanCost))
        {
            if (ladder.Count == 0 || baselines.MeanQuality(model) > baselines.MeanQuality(ladder[^1]))
            {
                ladder.Add(model);
            }
        }

        return ladder;
    }

    private static ModelConfig Model(OutcomeTable table, string model) => new()
    {
        Name = model,
        // What is reported is each row's own recorded cost.
        Price = TablePrices.Of(table.Rows, model),
        Can = Capabilities.Tools | Capabilities.Images | Capabilities.Audio | Capabilities.Schema | Capabilities.Reasoning,
        Deployments = [new DeploymentConfig { Provider = Provider, Name = model }],
    };
}
