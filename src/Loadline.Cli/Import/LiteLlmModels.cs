using System.Globalization;
using Loadline.Core.Configuration;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Import;

/// <summary>Reads <c>model_list</c>: groups of deployments, and the providers behind them.</summary>
internal sealed class LiteLlmModels(LiteLlmConfig config, List<ImportNote> notes)
{
    private readonly Dictionary<string, string> _providerOf = new(StringComparer.Ordinal);

    /// <summary>Gets the providers: a name, and its settings as YAML in flow style.</summary>
    public List<(string Name, string Settings)> Providers { get; } = [];

    public List<(string Name, List<LiteLlmDeployment> Deployments)> Groups { get; } = [];

    public SortedSet<string> Variables { get; } = new(StringComparer.Ordinal);

    public void Read()
    {
        var index = 0;
        foreach (var entry in config.TakeList(config.Root, "model_list"))
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"model_list[{index++}]");
            var name = config.TakeText(entry, "model_name");
            var settings = config.TakeMap(entry, "litellm_params");
            var info = config.TakeMap(entry, "model_info");
            if (name is null || settings is null || config.TakeText(settings, "model") is not { } model)
            {
                notes.Add(new(entry.Start.Line, path, "no model_name or no litellm_params.model: left out"));
                config.TakeAll(entry);
            }
            else if (name.Contains('*', StringComparison.Ordinal) || model.Contains('*', StringComparison.Ordinal))
            {
                notes.Add(new(entry.Start.Line, path, $"'{name}': wildcards have no equal; list the models that callers ask for. Left out"));
                config.TakeAll(entry);
            }
            else if (Deployment(entry, path, settings, info, model) is { } deployment)
            {
                Group(Clean(name)).Add(deployment);
            }
        }
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

    private LiteLlmDeployment? Deployment(YamlMappingNode entry, string path, YamlMappingNode settings, YamlMappingNode? info, string model)
    {
        var (provider, name, url) = LiteLlmProviders.Split(model, config.TakeText(settings, "custom_llm_provider"));
        var address = config.TakeText(settings, "api_base") ?? config.TakeText(settings, "base_url");
        if (provider is null && address is null)
        {
            notes.Add(new(entry.Start.Line, path, $"'{model}': Loadline does not know this provider; give it an api_base. Left out"));
            config.TakeAll(entry);
            return null;
        }

        if (provider is "azure" or "vertex" && address is null)
        {
            notes.Add(new(entry.Start.Line, path, $"'{model}': the provider {provider} needs its address (api_base; in Loadline url). Left out"));
            config.TakeAll(entry);
            return null;
        }

        var deployment = new LiteLlmDeployment(Provider(provider ?? "custom", settings, address ?? url, path), name)
        {
            Weight = config.TakeNumber(settings, "weight") ?? config.TakeNumber(settings, "rpm") ?? config.TakeNumber(settings, "tpm"),
            Input = PerMillion(settings, info, "input_cost_per_token"),
            Output = PerMillion(settings, info, "output_cost_per_token"),
            Context = config.TakeNumber(info, "max_input_tokens"),
            MaxOutput = config.TakeNumber(info, "max_output_tokens"),
            Timeout = config.TakeNumber(settings, "timeout"),
            Effort = config.TakeText(settings, "reasoning_effort"),
        };
        Limits(settings, path);
        config.TakeText(info, "id");
        config.TakeText(info, "mode");
        return deployment;
    }

    private void Limits(YamlMappingNode settings, string path)
    {
        foreach (var name in new[] { "rpm", "tpm" })
        {
            if (settings.Children.TryGetValue(new YamlScalarNode(name), out var node))
            {
                config.TakeAll(node);
                notes.Add(new(node.Start.Line, $"{path}.litellm_params.{name}", "taken as a weight among the group's deployments; a limit is written per key or route (`usage`)"));
            }
        }
    }

    private decimal? PerMillion(YamlMappingNode settings, YamlMappingNode? info, string name) =>
        (config.TakeNumber(settings, name) ?? config.TakeNumber(info, name)) is { } cost ? Math.Round((decimal)cost * 1_000_000m, 6) : null;

    private string Provider(string kind, YamlMappingNode settings, string? url, string path)
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

    private void Key(List<string> parts, string kind, YamlMappingNode settings, string? url, string path)
    {
        var node = config.Take(settings, "api_key");
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

    private void Add(List<string> parts, YamlMappingNode settings, string from, string to)
    {
        if (config.TakeText(settings, from) is { } text)
        {
            parts.Add(to + ": " + Yaml.Text(Value(text)));
        }
    }
}
