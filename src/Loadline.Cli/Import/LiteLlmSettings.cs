using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>Reads <c>router_settings</c>, <c>litellm_settings</c> and <c>general_settings</c>.</summary>
internal sealed class LiteLlmSettings(LiteLlmConfig config, List<ImportNote> notes)
{
    private static readonly Dictionary<string, string> Balances = new(StringComparer.Ordinal)
    {
        ["simple-shuffle"] = "weighted",
        ["least-busy"] = "least-busy",
        ["latency-based-routing"] = "p2c",
        ["cost-based-routing"] = "cheapest",
        ["usage-based-routing"] = "least-busy",
        ["usage-based-routing-v2"] = "least-busy",
    };

    /// <summary>Gets how groups share calls; <see langword="null"/>: by weight.</summary>
    public string? Balance { get; private set; }

    /// <summary>Gets the seconds a request may take; <see langword="null"/>: the default.</summary>
    public double? Timeout { get; private set; }

    /// <summary>Gets the seconds until a stream's first content; <see langword="null"/>: those of <see cref="Timeout"/>.</summary>
    public double? StreamTimeout { get; private set; }

    /// <summary>Gets the seconds that answers are given again; <see langword="null"/>: they are not.</summary>
    public double? CacheSeconds { get; private set; }

    /// <summary>Gets what goes into <c>server</c> and <c>storage</c>.</summary>
    public List<string> Server { get; } = [];

    public List<string> Storage { get; } = [];

    public bool HasMasterKey { get; private set; }

    public List<(string From, string To)> Aliases { get; } = [];

    public Dictionary<string, List<string>> Fallbacks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<string>> ContextFallbacks { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, List<string>> ContentFallbacks { get; } = new(StringComparer.Ordinal);

    public List<string> DefaultFallbacks { get; } = [];

    public void Read()
    {
        foreach (var section in new[] { "router_settings", "litellm_settings" })
        {
            var map = config.TakeMap(config.Root, section);
            ReadFallbacks(map, "fallbacks", Fallbacks);
            ReadFallbacks(map, "context_window_fallbacks", ContextFallbacks);
            ReadFallbacks(map, "content_policy_fallbacks", ContentFallbacks);
            DefaultFallbacks.AddRange(Names(config.Take(map, "default_fallbacks")));
            Timeout = config.TakeNumber(map, "timeout") ?? config.TakeNumber(map, "request_timeout") ?? Timeout;
            StreamTimeout = config.TakeNumber(map, "stream_timeout") ?? StreamTimeout;
            ReadStrategy(map);
            ReadAliases(map, section);
        }

        ReadCache(config.TakeMap(config.Root, "litellm_settings"));
        ReadGeneral();
        ReadEnvironment();
        foreach (var (line, path) in config.Rest().OrderBy(rest => rest.Line).ToList())
        {
            notes.Add(new(line, path, LiteLlmNoEqual.Find(path)));
        }
    }

    private void ReadStrategy(YamlMappingNode? map)
    {
        if (config.TakeText(map, "routing_strategy") is not { } strategy)
        {
            return;
        }

        Balance = Balances.GetValueOrDefault(strategy);
        var line = map!.Children[new YamlScalarNode("routing_strategy")].Start.Line;
        if (Balance is null)
        {
            notes.Add(new(line, "router_settings.routing_strategy", $"'{strategy}' has no equal; calls are shared by weight"));
        }
        else if (strategy.StartsWith("usage", StringComparison.Ordinal))
        {
            notes.Add(new(line, "router_settings.routing_strategy", $"'{strategy}' becomes least-busy: calls under way, not tokens of the last minute"));
        }
    }

    private void ReadAliases(YamlMappingNode? map, string section)
    {
        if (config.Take(map, "model_group_alias") is not YamlMappingNode aliases)
        {
            return;
        }

        foreach (var (key, value) in aliases.Children)
        {
            config.TakeAll(value);
            if (value is YamlScalarNode { Value: { } target })
            {
                Aliases.Add((LiteLlmModels.Clean(key.ToString()), LiteLlmModels.Clean(target)));
            }
            else
            {
                notes.Add(new(key.Start.Line, $"{section}.model_group_alias.{key}", "only a plain alias has an equal; left out"));
            }
        }
    }

    private void ReadFallbacks(YamlMappingNode? map, string name, Dictionary<string, List<string>> into)
    {
        foreach (var entry in config.TakeList(map, name).ToList())
        {
            foreach (var (key, value) in entry.Children)
            {
                config.TakeAll(value);
                into[LiteLlmModels.Clean(key.ToString())] = [.. Names(value)];
            }
        }
    }

    // Ten minutes is how long LiteLLM's own memory keeps an answer where nothing is said.
    private void ReadCache(YamlMappingNode? map)
    {
        var on = config.Take(map, "cache");
        var settings = config.TakeMap(map, "cache_params");
        if (on is not YamlScalarNode { Value: "true" or "True" or "yes" or "on" })
        {
            config.TakeAll(settings);
            return;
        }

        var kind = config.TakeText(settings, "type") ?? "local";
        var isOnAsked = config.TakeText(settings, "mode") == "default_off";
        var seconds = config.TakeNumber(settings, "ttl") ?? 600;
        if (isOnAsked || kind.Contains("semantic", StringComparison.Ordinal) || seconds < 1)
        {
            config.TakeAll(settings);
            notes.Add(new(on.Start.Line, "litellm_settings.cache", isOnAsked
                ? "a cache that callers must ask for has no equal; routes take `cache: { exact: 10m }`, and callers who do not want it `x-loadline-cache: off`"
                : "answers to questions that are only like it need a model for embeddings and a threshold (`cache: { exact: 10m, semantic: { … } }` at routes; `loadline cache fit` finds one); left out"));
            return;
        }

        CacheSeconds = Math.Min(seconds, 86_400);
        notes.Add(new(on.Start.Line, "litellm_settings.cache",
            "every model becomes a route with `cache`, in the gateway's memory; `shared: on` shares it among replicas through PostgreSQL"));
    }

    private void ReadGeneral()
    {
        var map = config.TakeMap(config.Root, "general_settings");
        if (config.Take(map, "master_key") is { } node)
        {
            HasMasterKey = true;
            notes.Add(new(node.Start.Line, "general_settings.master_key",
                "becomes `server.admin_key` from LOADLINE_ADMIN_KEY, and keys are required; make callers' keys with `loadline keys create`"));
        }

        if (config.TakeNumber(map, "global_max_parallel_requests") is >= 1 and var most)
        {
            Server.Add("max_concurrent: " + Yaml.Number(Math.Floor(most)));
        }

        if (config.TakeText(config.TakeMap(config.Root, "litellm_settings"), "json_logs") is "true" or "True")
        {
            Server.Add("logs: json");
        }

        if (config.TakeText(map, "store_prompts_in_spend_logs") is "true" or "True")
        {
            Storage.Add("content: on");
        }

        ReadKeep(map);
    }

    private void ReadKeep(YamlMappingNode? map)
    {
        if (config.Take(map, "maximum_spend_logs_retention_period") is not YamlScalarNode { Value: { Length: > 1 } keep } node)
        {
            return;
        }

        var hours = keep[^1] switch { 'h' => 1, 'd' => 24, 'w' => 168, _ => 0 };
        if (hours > 0 && int.TryParse(keep[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number * (long)hours is >= 1 and <= 3650 * 24)
        {
            Storage.Add(string.Create(CultureInfo.InvariantCulture, $"keep: {number * hours}h"));
        }
        else
        {
            notes.Add(new(node.Start.Line, "general_settings.maximum_spend_logs_retention_period", $"'{keep}' is no time that `storage.keep` takes (1h to 3650d); left out"));
        }
    }

    private void ReadEnvironment()
    {
        if (config.Take(config.Root, "environment_variables") is { } node)
        {
            config.TakeAll(node);
            notes.Add(new(node.Start.Line, "environment_variables", "a config sets no variables; set them where the process is started"));
        }
    }

    private IEnumerable<string> Names(YamlNode? node)
    {
        config.TakeAll(node);
        return node is YamlSequenceNode list
            ? list.OfType<YamlScalarNode>().Select(name => LiteLlmModels.Clean(Convert.ToString(name.Value, CultureInfo.InvariantCulture) ?? ""))
            : [];
    }
}
