using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together within a provider; fills in what is known of it.</summary>
internal static class ProviderChecks
{
    public static void Run(ReadScope scope, NamedEntry<ProviderDraft> entry)
    {
        var draft = entry.Value;
        var known = KnownProviders.WithAddress(entry.Name);
        draft.Dialect ??= known?.Dialect ?? ProviderDialects.OpenAIChat;
        if (draft.IsSimulated)
        {
            Refuse(scope, draft.Url?.Place, "a simulated provider has no address");
            Refuse(scope, draft.ApiKey?.Place, "a simulated provider needs no key");
            return;
        }

        Refuse(scope, draft.Outcomes?.Place, "only a simulated provider replays outcomes", "Write `dialect: simulated`, or take it out.");
        if (!draft.Has("url") && known is null)
        {
            scope.Error(
                entry.Place,
                "`" + entry.Name + "` is not a provider that Loadline knows the address of",
                Suggest.Nearest(entry.Name, KnownProviders.NamesWithAddress) is { } near
                    ? "Did you mean `" + near + "`? Otherwise write `url: https://host/v1`."
                    : "Write `url: https://host/v1`.");
        }
        else if (!draft.Has("url") && !draft.Has("api_key") && known?.KeyVariable is { } variable)
        {
            scope.Error(entry.Place, "`api_key` is missing", "Write `api_key: ${" + variable + "}`.");
        }
    }

    public static ProviderConfig ToConfig(NamedEntry<ProviderDraft> entry) => new()
    {
        Name = entry.Name,
        Dialect = entry.Value.Dialect!,
        Url = entry.Value.IsSimulated ? null : entry.Value.Url?.Value ?? KnownProviders.WithAddress(entry.Name)?.Url,
        ApiKey = entry.Value.ApiKey?.Value,
        Residency = entry.Value.Residency,
        Outcomes = entry.Value.Outcomes?.Value,
        Breaker = entry.Value.Breaker,
        Probe = entry.Value.Probe?.Value,
    };

    private static void Refuse(ReadScope scope, Place? place, string message, string suggestion = "Take it out.")
    {
        if (place is { } at)
        {
            scope.Error(at, message, suggestion);
        }
    }
}
