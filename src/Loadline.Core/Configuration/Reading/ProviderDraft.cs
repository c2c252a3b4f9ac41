namespace Loadline.Core.Configuration.Reading;

/// <summary>A provider as read.</summary>
internal sealed class ProviderDraft : Draft
{
    private const int MostKeys = 16;

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
                new CredentialShape(),
                "The credential, best from a variable: ${OPENAI_API_KEY}.",
                (draft, key, place) => draft.ApiKey = new(key, place)),
            new Key<ProviderDraft, List<Secret>>(
                "api_keys",
                new ListShape<Secret>(new CredentialShape(), "`[${KEY_A}, ${KEY_B}]`", most: MostKeys),
                "Several credentials; one that is refused (401, 402, 403) or slowed down (429) rests, and the next is taken at once.",
                (draft, keys, place) => draft.ApiKeys = new(keys, place)),
            new Key<ProviderDraft, KeyRotation>(
                "rotate",
                new ChoiceShape<KeyRotation>("a way to take turns", [("round-robin", KeyRotation.RoundRobin), ("failover", KeyRotation.Failover)]),
                "Which of several credentials a call takes: round-robin, the next; failover, the first that does not rest. Default: round-robin.",
                (draft, rotation, place) => draft.Rotation = new(rotation, place)),
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
                new CredentialShape(),
                "AWS: the access key that requests are signed with, best from a variable: ${AWS_ACCESS_KEY_ID}.",
                (draft, key, place) => draft.AccessKeyId = new(key, place)),
            new Key<ProviderDraft, Secret>(
                "secret_access_key",
                new CredentialShape(),
                "AWS: its secret part: ${AWS_SECRET_ACCESS_KEY}.",
                (draft, key, place) => draft.SecretAccessKey = new(key, place)),
            new Key<ProviderDraft, Secret>(
                "session_token",
                new CredentialShape(),
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

    public Located<List<Secret>>? ApiKeys { get; set; }

    public Located<KeyRotation>? Rotation { get; set; }

    /// <summary>Gets a value indicating whether a credential to be sent is written, however many.</summary>
    public bool HasKey => Has("api_key") || Has("api_keys");

    public string? Residency { get; set; }

    public bool Breaker { get; set; } = true;

    public Located<bool>? Http { get; set; }

    public Located<TimeSpan>? Probe { get; set; }

    public Located<string>? Outcomes { get; set; }

    public bool IsSimulated => Dialect == ProviderDialects.Simulated;
}
