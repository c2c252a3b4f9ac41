using Loadline.Core.Catalog;

namespace Loadline.Cli.Import;

/// <summary>What <c>openai/*</c> stands for: the models of that provider that the catalogue knows.</summary>
internal static class LiteLlmWildcards
{
    /// <summary>Lists the models, as <c>litellm_params.model</c> would name them, beside what callers write.</summary>
    /// <param name="name">The entry's <c>model_name</c>.</param>
    /// <param name="model">Its <c>litellm_params.model</c>.</param>
    /// <param name="stated">Its <c>custom_llm_provider</c>.</param>
    /// <param name="hasAddress">Whether it has an address of its own.</param>
    /// <returns>Empty where nobody can say: a bare <c>*</c>, a provider without a catalogue, an address of somebody's own.</returns>
    public static IReadOnlyList<(string Group, string Model)> Expand(string name, string model, string? stated, bool hasAddress)
    {
        if (hasAddress || !model.EndsWith("/*", StringComparison.Ordinal) || name.Count(c => c == '*') != 1)
        {
            return [];
        }

        // Names of deployments at Azure are each customer's own.
        var provider = LiteLlmProviders.Split(model, stated).Provider;
        if (provider is null or "azure" or "vertex" || KnownProviders.FromName(provider) is not { } catalogue)
        {
            return [];
        }

        return [.. BuiltInCatalog.Instance.Models.Where(one => one.Provider == catalogue)
            .Select(one => (name.Replace("*", one.Id, StringComparison.Ordinal), model[..^1] + one.Id))];
    }
}
