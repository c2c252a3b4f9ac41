using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI;

/// <summary>What a <see cref="LoadlineChatClient"/> is made from: a config file, a config made in code, or the address of a gateway; one of them.</summary>
public sealed class LoadlineOptions
{
    /// <summary>Gets or sets the config file, such as <c>loadline.yaml</c>.</summary>
    public string? ConfigPath { get; set; }

    /// <summary>Gets or sets a value indicating whether a changed config file is put into force while the process runs. Default: yes.</summary>
    /// <remarks>A file with errors changes nothing; <see cref="ConfigRefused"/> is told of them.</remarks>
    public bool HotReload { get; set; } = true;

    /// <summary>Gets or sets a config made in code; <see cref="LoadlineBuilder"/> writes one.</summary>
    public LoadlineConfig? Config { get; set; }

    /// <summary>Gets or sets the base address of a gateway that decides instead, such as <c>http://127.0.0.1:4242/v1</c>.</summary>
    public Uri? Gateway { get; set; }

    /// <summary>Gets or sets the key for that gateway; <see langword="null"/>: none.</summary>
    public string? GatewayKey { get; set; }

    /// <summary>Gets or sets the route asked for where <see cref="ChatOptions.ModelId"/> names none. Default: <c>auto</c>.</summary>
    public string Route { get; set; } = "auto";

    /// <summary>Gets the application's chat clients, by provider (<c>openai</c>) or by deployment (<c>openai/gpt-5-nano</c>), as the config names them.</summary>
    /// <remarks>Called with <see cref="ChatOptions.ModelId"/> set to the deployment's name. They stay the application's: never disposed here.</remarks>
    public IDictionary<string, IChatClient> Clients { get; } = new Dictionary<string, IChatClient>(StringComparer.Ordinal);

    /// <summary>Gets or sets what makes the clients that are not in <see cref="Clients"/>, from a provider and a model name; <see langword="null"/>, as its answer, too: nothing does.</summary>
    public Func<ProviderConfig, string, IChatClient?>? CreateClient { get; set; }

    /// <summary>Gets or sets what finds the HTTP status in an exception of a library that Loadline does not know; <see langword="null"/>: nothing does.</summary>
    public Func<Exception, int?>? ReadStatus { get; set; }

    /// <summary>Gets or sets what is told of each finished decision; must not wait. <see langword="null"/>: nobody.</summary>
    public Action<LoadlineDecision>? Decided { get; set; }

    /// <summary>Gets or sets what is told of a changed config file that was not taken; <see langword="null"/>: nobody but the log.</summary>
    public Action<IReadOnlyList<ConfigError>>? ConfigRefused { get; set; }

    /// <summary>Gets or sets how many decisions are kept in memory for <see cref="LoadlineChatClient.Feedback(string, double, string)"/>. Default: 1,000.</summary>
    public int RecentDecisions { get; set; } = 1_000;

    /// <summary>Gets or sets how much of each decision is kept. Default: all of it.</summary>
    public DecisionDetail Detail { get; set; }

    /// <summary>Gets or sets where prices, windows and capabilities come from that the config leaves out. Default: the catalogue inside the library.</summary>
    public IModelCatalog Catalog { get; set; } = BuiltInCatalog.Instance;

    /// <summary>Gets or sets what looks the config's <c>${NAME}</c> up. Default: the process's environment.</summary>
    public Func<string, string?> Environment { get; set; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Gets or sets the clock. Default: the system's.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets where chance comes from; one source for each request under way.</summary>
    public Func<Random> NewRandom { get; set; } = static () => new Random();

    /// <summary>Lists what is wrong with these options; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        var sources = (ConfigPath is null ? 0 : 1) + (Config is null ? 0 : 1) + (Gateway is null ? 0 : 1);
        if (sources != 1)
        {
            problems.Add(sources == 0
                ? "Loadline needs one of ConfigPath, Config and Gateway: set ConfigPath to a loadline.yaml, for example."
                : "Loadline takes one of ConfigPath, Config and Gateway, not several.");
        }

        if (string.IsNullOrEmpty(Route))
        {
            problems.Add("Route must name a route or a model; leave it at \"auto\" where in doubt.");
        }

        if (RecentDecisions < 0)
        {
            problems.Add("RecentDecisions must not be negative; 0 keeps none.");
        }

        if (Detail == DecisionDetail.ChoiceOnly && (Decided is not null || Gateway is not null))
        {
            problems.Add(Decided is not null
                ? "Decided is told of finished decisions, which Detail = ChoiceOnly does not keep: leave one of them out."
                : "Detail is about decisions made here, and Gateway decides elsewhere: leave one of them out.");
        }

        if (Gateway is { } gateway && (!gateway.IsAbsoluteUri || gateway.Scheme is not ("http" or "https")))
        {
            problems.Add("Gateway must be an absolute http or https address, such as http://127.0.0.1:4242/v1.");
        }

        return problems;
    }
}
