namespace Loadline.Core.Configuration.Reading;

/// <summary>Whether a residency that a rule asks for can be kept at all.</summary>
internal sealed class ResidencyChecks(RootDraft root, Dictionary<string, NamedEntry<ModelDraft>> models)
{
    private readonly Dictionary<string, string?> _byProvider =
        root.Providers.ToDictionary(provider => provider.Name, provider => provider.Value.Residency, StringComparer.Ordinal);

    /// <summary>Says why no candidate of a pool could ever serve under a residency.</summary>
    /// <returns><see langword="null"/> where one can.</returns>
    public (string Message, string Suggestion)? Problem(Located<string> residency, List<Located<string>> pool)
    {
        var stated = _byProvider.Values.OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (!stated.Contains(residency.Value, StringComparer.OrdinalIgnoreCase))
        {
            return ("no provider states the residency " + residency.Place.Shown, Suggest.From(
                residency.Value,
                stated,
                "Write the same `residency` at the provider that has it."));
        }

        return pool.Count == 0 || pool.Exists(name => CanServe(name.Value, residency.Value)) ? null : (
            "no candidate of this rule has a deployment with the residency " + residency.Place.Shown,
            "Put a candidate into the rule's `pool` whose provider states it.");
    }

    // A name that is no model is reported elsewhere; it must not be reported a second time here.
    private bool CanServe(string name, string residency) =>
        !models.TryGetValue(name, out var model) || ModelChecks.Base(model.Value, models) is not { } origin
        || origin.AllDeployments().Any(deployment => string.Equals(
            _byProvider.GetValueOrDefault(deployment.Value.Provider?.Value ?? ""), residency, StringComparison.OrdinalIgnoreCase));
}
