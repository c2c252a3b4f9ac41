namespace Loadline.Core.Configuration.Reading;

/// <summary>What must fit together among a provider's credentials.</summary>
internal static class ProviderAuthChecks
{
    public static void Run(ReadScope scope, NamedEntry<ProviderDraft> entry, ProviderDefaults settings)
    {
        var draft = entry.Value;
        if (settings.Auth == ProviderAuth.SigV4)
        {
            CheckSigned(scope, entry, settings);
            return;
        }

        ProviderChecks.Refuse(scope, draft.AccessKeyId?.Place, "an access key signs requests, and `auth` says otherwise", "Take one of them out.");
        ProviderChecks.Refuse(scope, draft.SecretAccessKey?.Place, "an access key signs requests, and `auth` says otherwise", "Take one of them out.");
        ProviderChecks.Refuse(scope, draft.SessionToken?.Place, "a session token goes with an access key", "Write `access_key_id` and `secret_access_key`, or take it out.");
        if (!settings.IsBedrock)
        {
            ProviderChecks.Refuse(scope, draft.Region?.Place, "only AWS has regions here", "Take it out, or write `dialect: bedrock`.");
        }

        CheckSeveral(scope, draft);
        if (draft.Auth is { } auth && !draft.HasKey)
        {
            scope.Error(auth.Place, "this says how a key is sent, but there is none", "Write `api_key: ${NAME}`, or take it out.");
        }

        CheckKey(scope, entry, settings);
    }

    private static void CheckSigned(ReadScope scope, NamedEntry<ProviderDraft> entry, ProviderDefaults settings)
    {
        var draft = entry.Value;
        ProviderChecks.Refuse(scope, draft.ApiKey?.Place, "requests are signed with the access key", "Take one of the two out.");
        ProviderChecks.Refuse(scope, draft.ApiKeys?.Place, "requests are signed with the access key", "Take one of the two out.");
        ProviderChecks.Refuse(scope, draft.Rotation?.Place, "there is one access key", "Take it out.");
        Need(scope, entry, "access_key_id", "access_key_id: ${AWS_ACCESS_KEY_ID}");
        Need(scope, entry, "secret_access_key", "secret_access_key: ${AWS_SECRET_ACCESS_KEY}");

        // Without an address Bedrock misses its region already.
        if (settings.Region is null && !draft.Has("region") && (draft.Has("url") || !settings.IsBedrock))
        {
            scope.Error(entry.Place, "`region` is missing, which a signature names", "Write `region: us-east-1`.");
        }
    }

    private static void CheckSeveral(ReadScope scope, ProviderDraft draft)
    {
        if (draft.Has("api_key"))
        {
            ProviderChecks.Refuse(scope, draft.ApiKeys?.Place, "`api_key` is written, too", "Put all of them into `api_keys`.");
        }

        if (draft.Rotation is { } rotation && draft.ApiKeys is not { Value.Count: > 1 } && !scope.Errors.Exists(error => error.Path.Contains(".api_keys", StringComparison.Ordinal)))
        {
            scope.Error(rotation.Place, "there are no keys to take turns", "Write `api_keys: [${KEY_A}, ${KEY_B}]`, or take it out.");
        }
    }

    private static void CheckKey(ReadScope scope, NamedEntry<ProviderDraft> entry, ProviderDefaults settings)
    {
        if (entry.Value.Has("url") || entry.Value.HasKey)
        {
            return;
        }

        if (settings.IsBedrock)
        {
            scope.Error(
                entry.Place,
                "a credential is missing",
                "Write `api_key: ${AWS_BEARER_TOKEN_BEDROCK}`, or `access_key_id` and `secret_access_key`.");
        }
        else if (settings is { Url: not null, Known.KeyVariable: { } variable })
        {
            scope.Error(entry.Place, "`api_key` is missing", "Write `api_key: ${" + variable + "}`.");
        }
    }

    private static void Need(ReadScope scope, NamedEntry<ProviderDraft> entry, string key, string example)
    {
        if (!entry.Value.Has(key))
        {
            scope.Error(entry.Place, "`" + key + "` is missing", "Write `" + example + "`.");
        }
    }
}
