using Loadline.Core.Catalog;

namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together within a provider; fills in what is known of it.</summary>
internal static class ProviderChecks
{
    public static void Run(ReadScope scope, NamedEntry<ProviderDraft> entry)
    {
        var draft = entry.Value;
        var settings = new ProviderDefaults(entry.Name, draft);
        draft.Dialect = settings.Dialect;
        if (draft.IsSimulated)
        {
            CheckSimulated(scope, draft);
            return;
        }

        Refuse(scope, draft.Outcomes?.Place, "only a simulated provider replays outcomes", "Write `dialect: simulated`, or take it out.");
        CheckAddress(scope, entry, settings);
        CheckVersion(scope, draft, settings);
        ProviderAuthChecks.Run(scope, entry, settings);
        if (settings.IsBedrock)
        {
            Refuse(scope, draft.Probe?.Place, "Bedrock's runtime has no list of models to ask for");
        }
    }

    public static ProviderConfig ToConfig(NamedEntry<ProviderDraft> entry)
    {
        var draft = entry.Value;
        var settings = new ProviderDefaults(entry.Name, draft);
        return new ProviderConfig
        {
            Name = entry.Name,
            Dialect = settings.Dialect,
            Server = settings.Server,
            Url = settings.Url,
            ApiKey = draft.ApiKey?.Value ?? draft.ApiKeys?.Value[0],
            OtherApiKeys = draft.ApiKeys is { Value.Count: > 1 } keys ? new SecretList([.. keys.Value.Skip(1)]) : SecretList.None,
            Rotation = draft.Rotation?.Value ?? KeyRotation.RoundRobin,
            Auth = settings.Auth,
            ApiVersion = draft.ApiVersion?.Value,
            Region = settings.Region,
            Aws = draft is { AccessKeyId: { } id, SecretAccessKey: { } secret }
                ? new AwsCredentials(id.Value, secret.Value, draft.SessionToken?.Value)
                : null,
            Residency = draft.Residency,
            Outcomes = draft.Outcomes?.Value,
            Breaker = draft.Breaker,
            IsHttp2 = draft.Http?.Value ?? false,
            Probe = draft.Probe?.Value,
        };
    }

    internal static void Refuse(ReadScope scope, Place? place, string message, string suggestion = "Take it out.")
    {
        if (place is { } at)
        {
            scope.Error(at, message, suggestion);
        }
    }

    private static void CheckSimulated(ReadScope scope, ProviderDraft draft)
    {
        Refuse(scope, draft.Url?.Place, "a simulated provider has no address");
        Refuse(scope, draft.ApiKey?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.ApiKeys?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.Rotation?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.Http?.Place, "a simulated provider speaks no HTTP");
        Refuse(scope, draft.Server?.Place, "a simulated provider is nobody's server");
        Refuse(scope, draft.Auth?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.ApiVersion?.Place, "a simulated provider has no versions");
        Refuse(scope, draft.Region?.Place, "a simulated provider has no region");
        Refuse(scope, draft.AccessKeyId?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.SecretAccessKey?.Place, "a simulated provider needs no key");
        Refuse(scope, draft.SessionToken?.Place, "a simulated provider needs no key");
    }

    private static void CheckAddress(ReadScope scope, NamedEntry<ProviderDraft> entry, ProviderDefaults settings)
    {
        var draft = entry.Value;
        if (draft.Has("url"))
        {
            return;
        }

        if (settings.IsBedrock)
        {
            if (!draft.Has("region"))
            {
                scope.Error(entry.Place, "`region` is missing", "Write `region: us-east-1`, or `url: https://host`.");
            }
        }
        else if (settings.Url is null)
        {
            scope.Error(
                entry.Place,
                "`" + entry.Name + "` is not a provider that Loadline knows the address of",
                Suggest.Nearest(entry.Name, KnownProviders.NamesWithAddress) is { } near
                    ? "Did you mean `" + near + "`? Otherwise write `url: " + settings.ExampleUrl + "`."
                    : "Write `url: " + settings.ExampleUrl + "`.");
        }
    }

    private static void CheckVersion(ReadScope scope, ProviderDraft draft, ProviderDefaults settings)
    {
        if (draft.ApiVersion is not { } version || settings.Dialect == ProviderDialects.Anthropic)
        {
            return;
        }

        if (!settings.IsAzure)
        {
            Refuse(scope, version.Place, "only Azure OpenAI and the dialect `anthropic` have versions", "Take it out, or write `server: azure`.");
        }
        else if (draft.Url is { } url && !ProviderDefaults.IsAzureRoot(url.Value))
        {
            scope.Error(
                url.Place,
                "with `api_version` the address is that of the Azure resource, without a path",
                "Write `" + settings.ExampleUrl + "`, or take `api_version` out.");
        }
    }
}
