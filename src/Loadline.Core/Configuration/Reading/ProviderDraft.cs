namespace Loadline.Core.Configuration.Reading;

/// <summary>A provider as read.</summary>
internal sealed class ProviderDraft : Draft
{
    public static SectionShape<ProviderDraft> Shape { get; } = new(
        "a provider",
        "`{ url: https://host/v1, api_key: ${NAME} }`",
        () => new ProviderDraft(),
        [
            new Key<ProviderDraft, string>(
                "dialect",
                new ChoiceShape<string>("a dialect", [.. ProviderDialects.All.Select(name => (name, name))]),
                "The API it speaks; known providers have theirs.",
                (draft, dialect, _) => draft.Dialect = dialect),
            new Key<ProviderDraft, string>(
                "server",
                new ChoiceShape<string>("a server", [.. ProviderServers.All.Select(name => (name, name))]),
                "Whose server it is, where those of one dialect differ; told by the address or the name if you leave it out.",
                (draft, server, place) => draft.Server = new(server, place)),
            new Key<ProviderDraft, Uri>(
                "url",
                new UrlShape(),
                "The base address: the part before /chat/completions, /messages or /models; known providers have theirs.",
                (draft, url, place) => draft.Url = new(url, place)),
            new Key<ProviderDraft, Secret>(
                "api_key",
                new SecretShape(),
                "The credential, best from a variable: ${OPENAI_API_KEY}.",
                (draft, key, place) => draft.ApiKey = new(key, place)),
            new Key<ProviderDraft, ProviderAuth>(
                "auth",
                new ChoiceShape<ProviderAuth>("a way to send a credential", AuthWords),
                "How the credential travels; each dialect and server has its own way.",
                (draft, auth, place) => draft.Auth = new(auth, place)),
            new Key<ProviderDraft, string>(
                "api_version",
                new WordShape("a version of an API", "`2024-10-21`", WordShape.SimplePattern),
                "Azure: the api-version, for addresses that name the deployment. Anthropic: the anthropic-version.",
                (draft, version, place) => draft.ApiVersion = new(version, place)),
            new Key<ProviderDraft, string>(
                "region",
                new WordShape("a region of AWS", "`us-east-1`", "[a-z]{2}(-[a-z]+)+-[0-9]{1,2}"),
                "AWS: the region; also the address where `url` is left out.",
                (draft, region, place) => draft.Region = new(region, place)),
            new Key<ProviderDraft, Secret>(
                "access_key_id",
                new SecretShape(),
                "AWS: the access key that requests are signed with, best from a variable: ${AWS_ACCESS_KEY_ID}.",
                (draft, key, place) => draft.AccessKeyId = new(key, place)),
            new Key<ProviderDraft, Secret>(
                "secret_access_key",
                new SecretShape(),
                "AWS: its secret part: ${AWS_SECRET_ACCESS_KEY}.",
                (draft, key, place) => draft.SecretAccessKey = new(key, place)),
            new Key<ProviderDraft, Secret>(
                "session_token",
                new SecretShape(),
                "AWS: what comes with a temporary key: ${AWS_SESSION_TOKEN}.",
                (draft, token, place) => draft.SessionToken = new(token, place)),
            new Key<ProviderDraft, string>(
                "residency",
                new WordShape("one word", "`eu` or `on-premises`", WordShape.SimplePattern),
                "Where it keeps data: a free word that rules compare.",
                (draft, residency, _) => draft.Residency = residency),
            new Key<ProviderDraft, bool>(
                "breaker",
                new ChoiceShape<bool>("a setting of the breaker", [("on", true), ("off", false)]),
                "off: failures never bench it, and every request tries it. Default: on.",
                (draft, breaker, _) => draft.Breaker = breaker),
            new Key<ProviderDraft, bool>(
                "http",
                new ChoiceShape<bool>("a version of HTTP", [("1.1", false), ("2", true)]),
                "2: many requests share a connection (over http:// the server must speak HTTP/2 from the first byte). Default: 1.1.",
                (draft, http, place) => draft.Http = new(http, place)),
            new Key<ProviderDraft, TimeSpan>(
                "probe",
                new DurationShape(),
                "How often it is asked for its list of models, which costs nothing, to see whether it can be reached. Default: never.",
                (draft, probe, place) => draft.Probe = new(probe, place)),
            new Key<ProviderDraft, string>(
                "outcomes",
                new WordShape("a file name", "`outcomes.jsonl`", WordShape.LinePattern),
                "Simulated providers only: the outcome table that is replayed.",
                (draft, outcomes, place) => draft.Outcomes = new(outcomes, place)),
        ]);

    private static (string Word, ProviderAuth Value)[] AuthWords =>
    [
        ("bearer", ProviderAuth.Bearer),
        ("x-api-key", ProviderAuth.XApiKey),
        ("api-key", ProviderAuth.ApiKey),
        ("x-goog-api-key", ProviderAuth.GoogApiKey),
        ("sigv4", ProviderAuth.SigV4),
    ];

    public string? Dialect { get; set; }

    public Located<string>? Server { get; set; }

    public Located<ProviderAuth>? Auth { get; set; }

    public Located<string>? ApiVersion { get; set; }

    public Located<string>? Region { get; set; }

    public Located<Secret>? AccessKeyId { get; set; }

    public Located<Secret>? SecretAccessKey { get; set; }

    public Located<Secret>? SessionToken { get; set; }

    public Located<Uri>? Url { get; set; }

    public Located<Secret>? ApiKey { get; set; }

    public string? Residency { get; set; }

    public bool Breaker { get; set; } = true;

    public Located<bool>? Http { get; set; }

    public Located<TimeSpan>? Probe { get; set; }

    public Located<string>? Outcomes { get; set; }

    public bool IsSimulated => Dialect == ProviderDialects.Simulated;
}
