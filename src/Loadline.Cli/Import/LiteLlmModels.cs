using System.Globalization;
using Loadline.Core.Configuration;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>Reads <c>model_list</c>: groups of deployments, and the providers behind them.</summary>
internal sealed class LiteLlmModels(LiteLlmConfig config, List<ImportNote> notes)
{
    private readonly Dictionary<string, string> _providerOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlMappingNode> _credentials = new(StringComparer.Ordinal);

    /// <summary>Gets the providers: a name, and its settings as YAML in flow style.</summary>
    public List<(string Name, string Settings)> Providers { get; } = [];

    public List<(string Name, List<LiteLlmDeployment> Deployments)> Groups { get; } = [];

    /// <summary>Gets a value indicating whether rates of deployments are limits, and not only what calls are shared by.</summary>
    public bool EnforcesRates { get; } = Enforces(config);

    public SortedSet<string> Variables { get; } = new(StringComparer.Ordinal);

    public void Read()
    {
        foreach (var entry in config.TakeList(config.Root, "credential_list"))
        {
            config.Take(entry, "credential_info");
            if (config.TakeText(entry, "credential_name") is { } name && config.TakeMap(entry, "credential_values") is { } values)
            {
                _credentials[name] = values;
            }
        }

        var entries = config.TakeList(config.Root, "model_list").ToList();
        var listed = entries.Select(entry => config.TakeText(entry, "model_name")).OfType<string>().Select(Clean).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            Entry(entries[i], string.Create(CultureInfo.InvariantCulture, $"model_list[{i}]"), listed);
        }
    }

    private void Entry(YamlMappingNode entry, string path, HashSet<string> listed)
    {
        var name = config.TakeText(entry, "model_name");
        var own = config.TakeMap(entry, "litellm_params");
        if (name is null || own is null || config.TakeText(own, "model") is not { } model)
        {
            LeaveOut(entry, path, "no model_name or no litellm_params.model: left out");
            return;
        }

        var settings = new LiteLlmParams(config, own, _credentials.GetValueOrDefault(config.TakeText(own, "litellm_credential_name") ?? ""));
        var info = config.TakeMap(entry, "model_info");
        if (!name.Contains('*', StringComparison.Ordinal) && !model.Contains('*', StringComparison.Ordinal))
        {
            if (Deployment(entry, path, settings, info, model) is { } deployment)
            {
                Group(Clean(name)).Add(deployment);
            }

            return;
        }

        // What is listed by its own name goes before a wildcard.
        var known = LiteLlmWildcards.Expand(name, model, settings.Text("custom_llm_provider"), settings.Text("api_base") is not null || settings.Text("base_url") is not null)
            .Where(one => !listed.Contains(Clean(one.Group))).ToList();
        if (known.Count == 0)
        {
            LeaveOut(entry, path, $"'{name}': the catalogue does not know what this wildcard stands for; list the models that callers ask for. Left out");
            return;
        }

        var all = known.Select(one => (one.Group, Deployment: Deployment(entry, path, settings, info, one.Model))).ToList();
        if (all[0].Deployment is not { } any)
        {
            return;
        }

        // What is said of the wildcard is said once: written at each of its models it would count as often.
        all.ForEach(one => Group(Clean(one.Group)).Add(one.Deployment! with { Usage = LiteLlmUsage.None }));
        if (any.Usage.Limits(EnforcesRates) is { Length: > 0 } limits)
        {
            notes.Add(new(entry.Start.Line, path, $"{limits} of all models that '{name}' stands for: a limit over several models is written at keys or teams (`usage`); left out"));
        }

        notes.Add(new(entry.Start.Line, path, string.Create(
            CultureInfo.InvariantCulture, $"'{name}' becomes the {known.Count} models of that provider that the catalogue knows; list others that callers ask for")));
    }

    private void LeaveOut(YamlMappingNode entry, string path, string why)
    {
        notes.Add(new(entry.Start.Line, path, why));
        config.TakeAll(entry);
    }

    /// <summary>Makes a name that a config takes.</summary>
    public static string Clean(string name) =>
        new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '/' or '@' or '+' or '-' ? c : '-')]);

    /// <summary>Turns <c>os.environ/NAME</c> into <c>${NAME}</c>, and keeps track of it.</summary>
    public string Value(string text)
    {
        const string prefix = "os.environ/";
        if (!text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return text.Replace("${", "$${", StringComparison.Ordinal);
        }

        Variables.Add(text[prefix.Length..]);
        return "${" + text[prefix.Length..] + "}";
    }

    private static bool Enforces(LiteLlmConfig config) =>
        config.Root.Children.TryGetValue(new YamlScalarNode("router_settings"), out var section) && section is YamlMappingNode router
        && router.Children.TryGetValue(new YamlScalarNode("optional_pre_call_checks"), out var list) && list is YamlSequenceNode checks
        && checks.OfType<YamlScalarNode>().Any(check => check.Value == "enforce_model_rate_limits");

    private List<LiteLlmDeployment> Group(string name)
    {
        var found = Groups.FindIndex(group => group.Name == name);
        if (found < 0)
        {
            Groups.Add((name, []));
            found = Groups.Count - 1;
        }

        return Groups[found].Deployments;
    }

    private LiteLlmDeployment? Deployment(YamlMappingNode entry, string path, LiteLlmParams settings, YamlMappingNode? info, string model)
    {
        var (provider, name, url) = LiteLlmProviders.Split(model, settings.Text("custom_llm_provider"));
        var address = settings.Text("api_base") ?? settings.Text("base_url") ?? (provider == "vertex" ? VertexAddress(settings) : null);
        var problem = provider is null && address is null ? $"'{model}': Loadline does not know this provider; give it an api_base. Left out"
            : provider == "vertex" && name.StartsWith("claude", StringComparison.OrdinalIgnoreCase) ? $"'{model}': Claude is called at Anthropic or Bedrock, not at Vertex AI. Left out"
            : provider is "azure" or "vertex" && address is null ? $"'{model}': the provider {provider} needs its address (api_base; in Loadline url). Left out"
            : null;
        if (problem is not null)
        {
            LeaveOut(entry, path, problem);
            return null;
        }

        var deployment = new LiteLlmDeployment(Provider(provider ?? "custom", settings, address ?? url, path), name)
        {
            Usage = Usage(settings, path),
            Weight = settings.Number("weight") ?? settings.Number("rpm") ?? settings.Number("tpm"),
            Input = PerMillion(settings, info, "input_cost_per_token"),
            Output = PerMillion(settings, info, "output_cost_per_token"),
            Context = config.TakeNumber(info, "max_input_tokens"),
            MaxOutput = config.TakeNumber(info, "max_output_tokens"),
            Timeout = settings.Number("timeout"),
            StreamTimeout = settings.Number("stream_timeout"),
            Effort = settings.Text("reasoning_effort"),
        };
        config.TakeText(info, "id");
        config.TakeText(info, "mode");
        return deployment;
    }

    private string? VertexAddress(LiteLlmParams settings)
    {
        var (project, place) = (settings.Text("vertex_project"), settings.Text("vertex_location"));
        return project is null || place is null
            ? null
            : $"https://{(place == "global" ? "" : Value(place) + "-")}aiplatform.googleapis.com/v1/projects/{Value(project)}/locations/{Value(place)}/publishers/google";
    }

    private LiteLlmUsage Usage(LiteLlmParams settings, string path)
    {
        var duration = settings.Text("budget_duration");
        var window = LiteLlmUsage.WindowOf(duration);
        var budget = settings.Number("max_budget");
        if (budget is not null && window is null)
        {
            Note("max_budget", $"budgets are a day's or a month's, not of '{duration ?? "for ever"}'; left out");
        }

        if (!EnforcesRates)
        {
            foreach (var name in new[] { "rpm", "tpm" })
            {
                if (settings.Own.Children.ContainsKey(new YamlScalarNode(name)))
                {
                    Note(name, "taken as a weight among the group's deployments; a limit is written at models, routes or keys (`usage`)");
                }
            }
        }

        return new(settings.Number("rpm"), settings.Number("tpm"), settings.Number("max_parallel_requests"), window is null ? null : budget, window);

        void Note(string name, string message)
        {
            var node = settings.Take(name)!;
            config.TakeAll(node);
            notes.Add(new(node.Start.Line, $"{path}.litellm_params.{name}", message));
        }
    }

    private decimal? PerMillion(LiteLlmParams settings, YamlMappingNode? info, string name) =>
        (settings.Number(name) ?? config.TakeNumber(info, name)) is { } cost ? Math.Round((decimal)cost * 1_000_000m, 6) : null;

    private string Provider(string kind, LiteLlmParams settings, string? url, string path)
    {
        var parts = new List<string>();
        if (url is not null)
        {
            parts.Add("url: " + Yaml.Text(Value(kind == "ollama" ? url.TrimEnd('/') + "/v1" : url.TrimEnd('/'))));
        }

        Add(parts, settings, "api_version", "api_version");
        Add(parts, settings, "aws_region_name", "region");
        Add(parts, settings, "aws_access_key_id", "access_key_id");
        Add(parts, settings, "aws_secret_access_key", "secret_access_key");
        Add(parts, settings, "aws_session_token", "session_token");
        Key(parts, kind, settings, url, path);
        var text = parts.Count == 0 ? "{}" : "{ " + string.Join(", ", parts) + " }";
        if (!_providerOf.TryGetValue(kind + text, out var name))
        {
            name = kind;
            for (var i = 2; Providers.Exists(known => known.Name == name); i++)
            {
                name = kind + "-" + i.ToString(CultureInfo.InvariantCulture);
            }

            // A name that Loadline does not know says nothing of the API; a second one of a known provider must say whose it is.
            var server = name != kind && ProviderServers.All.Contains(kind) && kind is not ("openai" or "ollama" or "vllm") ? "server: " + kind : null;
            Providers.Add((name, server is null ? text : "{ " + string.Join(", ", parts.Prepend(server).Concat(Dialect(kind, url))) + " }"));
            _providerOf[kind + text] = name;
        }

        return name;
    }

    private static string[] Dialect(string kind, string? url) => kind switch
    {
        "anthropic" => url is null ? ["dialect: anthropic", "url: https://api.anthropic.com/v1"] : ["dialect: anthropic"],
        "gemini" or "vertex" => url is null ? ["dialect: gemini", "url: https://generativelanguage.googleapis.com/v1beta"] : ["dialect: gemini"],
        "bedrock" => ["dialect: bedrock"],
        _ => url is null && Core.Catalog.KnownProviders.Named(kind)?.Url is { } known ? ["url: " + known.AbsoluteUri.TrimEnd('/')] : [],
    };

    private void Key(List<string> parts, string kind, LiteLlmParams settings, string? url, string path)
    {
        var node = settings.Take("api_key");
        var key = (node as YamlScalarNode)?.Value;
        if (string.IsNullOrEmpty(key))
        {
            // LiteLLM looks for the provider's usual variable by itself.
            if (!parts.Exists(part => part.StartsWith("access_key_id", StringComparison.Ordinal)) && kind is not ("ollama" or "vllm" or "llamacpp") && (url is null || kind is "azure"))
            {
                parts.Add("api_key: " + Yaml.Text(Value("os.environ/" + LiteLlmProviders.KeyVariable(kind))));
            }
        }
        else if (key.StartsWith("os.environ/", StringComparison.Ordinal))
        {
            parts.Add("api_key: " + Yaml.Text(Value(key)));
        }
        else if (kind is not ("ollama" or "vllm" or "llamacpp") || key is not ("none" or "fake-key"))
        {
            var variable = LiteLlmProviders.KeyVariable(kind);
            parts.Add("api_key: " + Yaml.Text(Value("os.environ/" + variable)));
            notes.Add(new(node!.Start.Line, path + ".litellm_params.api_key", $"a key in plain text is not copied: put it into {variable}"));
        }
    }

    private void Add(List<string> parts, LiteLlmParams settings, string from, string to)
    {
        if (settings.Text(from) is { } text)
        {
            parts.Add(to + ": " + Yaml.Text(Value(text)));
        }
    }
}
