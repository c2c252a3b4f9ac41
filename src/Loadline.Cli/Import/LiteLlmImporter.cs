using System.Globalization;
using System.Text;
using Loadline.Core.Catalog;

namespace Loadline.Cli.Import;

/// <summary>Writes a <c>loadline.yaml</c> that does what a LiteLLM config did, and says what it could not carry.</summary>
/// <remarks>
/// A group of <c>model_list</c> becomes a model with deployments, called by its own name. A group with fallbacks becomes a route of that name over the model
/// <c>NAME.model</c>. Nothing is routed by content: that is what to add next.
/// </remarks>
internal static class LiteLlmImporter
{
    private const string ModelSuffix = ".model";

    /// <exception cref="FormatException">It is no LiteLLM config.</exception>
    public static ImportResult Convert(string text)
    {
        var config = LiteLlmConfig.Parse(text);
        var notes = new List<ImportNote>();
        var models = new LiteLlmModels(config, notes);
        models.Read();
        if (models.Groups.Count == 0)
        {
            throw new FormatException("no entry of model_list can be converted. " + string.Join(" ", notes.Select(note => $"line {note.Line}: {note.Message}.")));
        }

        var settings = new LiteLlmSettings(config, notes);
        settings.Read();
        var yaml = Write(models, settings, notes);
        return new ImportResult(yaml, [.. notes.Distinct().OrderBy(note => note.Line)], [.. models.Variables]);
    }

    private static string Write(LiteLlmModels models, LiteLlmSettings settings, List<ImportNote> notes)
    {
        var routes = Routes(models, settings, notes);
        var text = new StringBuilder("# Converted from a LiteLLM config by `loadline import litellm`.\nversion: 1\nproviders:\n");
        foreach (var (name, provider) in models.Providers)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {provider}\n");
        }

        text.Append("models:\n");
        foreach (var (name, deployments) in models.Groups)
        {
            if (deployments.Exists(one => one.Usage.Budget is not null) && !HasPrice(deployments))
            {
                notes.Add(new(0, $"budgets of {name}", "left out, as no price is known: where money is counted, a model without one does not serve. Write `price`, then `usage: { budget: … }`"));
            }

            if (LiteLlmUsage.LeftOut([.. deployments.Select(one => one.Usage)], models.EnforcesRates) is { Length: > 0 } limits)
            {
                notes.Add(new(0, $"limits of {name}", $"{limits} left out: a limit counts all deployments of a model, and not all of these have one for the same time. Write `usage` at the model"));
            }

            Model(text, routes.ContainsKey(name) ? name + ModelSuffix : name, deployments, settings, models.EnforcesRates);
        }

        if (routes.Count > 0)
        {
            text.Append("routes:\n");
            foreach (var (name, lines) in routes)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {Yaml.Text(name)}:\n");
                lines.ForEach(line => text.Append("    ").Append(line).Append('\n'));
            }
        }

        if (settings.HasMasterKey)
        {
            models.Variables.Add("LOADLINE_ADMIN_KEY");
            settings.Server.InsertRange(0, ["admin_key: \"${LOADLINE_ADMIN_KEY}\"", "caller_keys: required"]);
        }

        Section("server", settings.Server);
        Section("storage", settings.Storage);

        return text.ToString();

        void Section(string name, List<string> members)
        {
            if (members.Count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}: {{ {string.Join(", ", members)} }}\n");
            }
        }
    }

    private static void Model(StringBuilder text, string name, List<LiteLlmDeployment> deployments, LiteLlmSettings settings, bool enforcesRates)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {Yaml.Text(name)}:\n");
        if (deployments.Find(one => one is { Input: not null, Output: not null }) is { } priced)
        {
            text.Append(CultureInfo.InvariantCulture, $"    price: {{ input: {Yaml.Number(priced.Input!.Value)}, output: {Yaml.Number(priced.Output!.Value)} }}\n");
        }

        if (deployments.Min(one => one.Context) is { } context)
        {
            text.Append(CultureInfo.InvariantCulture, $"    context: {Yaml.Number(context)}\n");
        }

        if (deployments.Min(one => one.MaxOutput) is { } most)
        {
            text.Append(CultureInfo.InvariantCulture, $"    max_output: {Yaml.Number(most)}\n");
        }

        if (deployments.Find(one => one.Effort is not null)?.Effort is { } effort)
        {
            text.Append(CultureInfo.InvariantCulture, $"    effort: {effort}\n");
        }

        if (settings.Balance is { } balance && balance != "weighted" && deployments.Count > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"    balance: {balance}\n");
        }

        if (LiteLlmUsage.Write([.. deployments.Select(one => one.Usage)], enforcesRates, HasPrice(deployments)) is { } usage)
        {
            text.Append(CultureInfo.InvariantCulture, $"    usage: {usage}\n");
        }

        text.Append("    deployments:\n");
        var weights = Weights(deployments);
        for (var i = 0; i < deployments.Count; i++)
        {
            var weight = weights[i] == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", weight: {weights[i]}");
            text.Append(CultureInfo.InvariantCulture, $"      - {{ provider: {deployments[i].Provider}, name: {Yaml.Text(deployments[i].Name)}{weight} }}\n");
        }
    }

    private static bool HasPrice(List<LiteLlmDeployment> deployments) =>
        deployments.Exists(one => one is { Input: not null, Output: not null })
        || deployments.TrueForAll(one => BuiltInCatalog.Instance.Find(one.Provider, one.Name)?.Price is not null);

    // LiteLLM's weights, or requests a minute, are any numbers; ours are whole and small.
    private static int[] Weights(List<LiteLlmDeployment> deployments)
    {
        var given = deployments.Select(one => one.Weight ?? 0).ToArray();
        var least = given.Where(weight => weight > 0).DefaultIfEmpty(0).Min();
        return least == 0 ? [.. given.Select(_ => 1)] : [.. given.Select(weight => Math.Clamp((int)Math.Round(weight / least), 1, 100))];
    }

    private static SortedDictionary<string, List<string>> Routes(LiteLlmModels models, LiteLlmSettings settings, List<ImportNote> notes)
    {
        var names = models.Groups.Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var wanted = models.Groups.Where(group => Has(settings, group.Name) || group.Deployments.Exists(one => (one.Timeout ?? one.StreamTimeout) is > 0))
            .Select(group => group.Name).ToHashSet(StringComparer.Ordinal);
        var routes = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var name in wanted)
        {
            routes[name] = Route(name, Stands(name), models, settings, Stands, names, notes);
        }

        foreach (var (from, to) in settings.Aliases.Where(alias => !names.Contains(alias.From)))
        {
            if (names.Contains(to))
            {
                routes[from] = Route(to, Stands(to), models, settings, Stands, names, notes);
            }
            else
            {
                notes.Add(new(0, "router_settings.model_group_alias." + from, $"it names '{to}', which is not in the new config; left out"));
            }
        }

        return routes;

        string Stands(string name) => wanted.Contains(name) ? name + ModelSuffix : name;
    }

    private static bool Has(LiteLlmSettings settings, string name) =>
        settings.Fallbacks.ContainsKey(name) || settings.ContextFallbacks.ContainsKey(name) || settings.ContentFallbacks.ContainsKey(name)
        || (settings.DefaultFallbacks.Count > 0 && !settings.DefaultFallbacks.Contains(name))
        || (settings.Timeout ?? settings.StreamTimeout ?? settings.CacheSeconds) is not null;

    private static List<string> Route(
        string name, string model, LiteLlmModels models, LiteLlmSettings settings, Func<string, string> stands, HashSet<string> names, List<ImportNote> notes)
    {
        var lines = new List<string>
        {
            $"pool: {Yaml.List([model])}",
            $"reference: {Yaml.Text(model)}",
            "mode: enforce",
            "quality: uncertified",
            "policy: cheapest",
        };
        var fallbacks = new List<string>();
        Add("any", settings.Fallbacks.GetValueOrDefault(name) ?? [.. settings.DefaultFallbacks.Where(other => other != name)]);
        Add("context", settings.ContextFallbacks.GetValueOrDefault(name) ?? []);
        Add("content", settings.ContentFallbacks.GetValueOrDefault(name) ?? []);
        if (fallbacks.Count > 0)
        {
            lines.Add("fallbacks: { " + string.Join(", ", fallbacks) + " }");
        }

        if (Timeouts(models.Groups.First(group => group.Name == name).Deployments, settings) is { } timeouts)
        {
            lines.Add(timeouts);
        }

        if (settings.CacheSeconds is { } kept)
        {
            lines.Add($"cache: {{ exact: {Yaml.Number(kept)}s }}");
        }

        return lines;

        void Add(string kind, List<string> others)
        {
            var known = others.Where(names.Contains).Select(stands).Distinct(StringComparer.Ordinal).ToList();
            foreach (var lost in others.Where(other => !names.Contains(other)))
            {
                notes.Add(new(0, $"fallbacks of {name}", $"'{lost}' is not in the new config; left out"));
            }

            if (known.Count > 0)
            {
                fallbacks.Add(kind + ": " + Yaml.List(known));
            }
        }
    }

    // LiteLLM counts each call, Loadline a call and the whole request: both are set.
    private static string? Timeouts(List<LiteLlmDeployment> deployments, LiteLlmSettings settings)
    {
        var whole = deployments.Max(one => one.Timeout) ?? settings.Timeout;
        var first = deployments.Max(one => one.StreamTimeout) ?? settings.StreamTimeout ?? whole;
        var parts = new List<string>();
        Add("whole", whole);
        Add("first_token", first);
        Add("total", 3 * whole);
        return parts.Count == 0 ? null : "timeouts: { " + string.Join(", ", parts) + " }";

        void Add(string name, double? seconds)
        {
            if (seconds is > 0)
            {
                parts.Add(name + ": " + Yaml.Number(Math.Min(seconds.Value, 86_400)) + "s");
            }
        }
    }
}
