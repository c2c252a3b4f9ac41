using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>Reads <c>router_settings</c>, <c>litellm_settings</c> and <c>general_settings</c>.</summary>
internal sealed class LiteLlmSettings(LiteLlmConfig config, List<ImportNote> notes)
{
    private static readonly Dictionary<string, string> NoEqual = new(StringComparer.Ordinal)
    {
        ["litellm_settings.num_retries"] = "retries are bounded by a budget over all requests, and by at most 3 attempts of one; not set by hand",
        ["router_settings.num_retries"] = "retries are bounded by a budget over all requests, and by at most 3 attempts of one; not set by hand",
        ["router_settings.retry_after"] = "waits follow the provider's own Retry-After, else a drawn backoff",
        ["router_settings.allowed_fails"] = "a breaker benches what fails; `breaker: off` at a provider turns it off",
        ["router_settings.cooldown_time"] = "a benched deployment is probed and comes back by degrees",
        ["router_settings.enable_pre_call_checks"] = "always on: a candidate whose window is too small is never called",
        ["litellm_settings.drop_params"] = "always on: what a provider does not take is left out, and the decision's `losses` say so",
        ["litellm_settings.set_verbose"] = "logs are the host's; `loadline explain ID` tells of one request",
        ["litellm_settings.cache"] = "answers are not cached; providers' own prompt caches are kept warm (`balance: cache-affine`)",
        ["litellm_settings.cache_params"] = "answers are not cached",
        ["litellm_settings.callbacks"] = "telemetry leaves by OpenTelemetry and Prometheus",
        ["litellm_settings.success_callback"] = "telemetry leaves by OpenTelemetry and Prometheus",
        ["litellm_settings.failure_callback"] = "telemetry leaves by OpenTelemetry and Prometheus",
        ["litellm_settings.json_logs"] = "logs are the host's",
        ["router_settings.redis_host"] = "no Redis: replicas share what they must through PostgreSQL",
        ["router_settings.redis_port"] = "no Redis: replicas share what they must through PostgreSQL",
        ["router_settings.redis_password"] = "no Redis: replicas share what they must through PostgreSQL",
        ["router_settings.redis_url"] = "no Redis: replicas share what they must through PostgreSQL",
        ["general_settings.database_url"] = "keys and decisions are kept where `storage.ledger` says",
        ["general_settings.store_model_in_db"] = "the config file is the only place for models; it is followed while the process runs",
        ["general_settings.alerting"] = "alerts are made from the metrics",
        ["general_settings.pass_through_endpoints"] = "only the dialects are served, no other addresses of providers",
    };

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
            ReadStrategy(map);
            ReadAliases(map, section);
        }

        ReadGeneral();
        ReadEnvironment();
        foreach (var (line, path) in config.Rest().OrderBy(rest => rest.Line).ToList())
        {
            notes.Add(new(line, path, NoEqual.GetValueOrDefault(path, "no equal here; left out")));
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

    private void ReadGeneral()
    {
        var map = config.TakeMap(config.Root, "general_settings");
        if (config.Take(map, "master_key") is { } node)
        {
            HasMasterKey = true;
            notes.Add(new(node.Start.Line, "general_settings.master_key",
                "becomes `server.admin_key` from LOADLINE_ADMIN_KEY, and keys are required; make callers' keys with `loadline keys create`"));
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
