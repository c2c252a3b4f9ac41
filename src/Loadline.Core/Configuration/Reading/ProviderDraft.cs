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
                new ChoiceShape<string>("a dialect", [.. ProviderDialects.All.Select(name => (name, name))], Later),
                "The API it speaks; known providers have theirs.",
                (draft, dialect, _) => draft.Dialect = dialect),
            new Key<ProviderDraft, Uri>(
                "url",
                new UrlShape(),
                "The base address: the part before /chat/completions; known providers have theirs.",
                (draft, url, place) => draft.Url = new(url, place)),
            new Key<ProviderDraft, Secret>(
                "api_key",
                new SecretShape(),
                "The credential, best from a variable: ${OPENAI_API_KEY}.",
                (draft, key, place) => draft.ApiKey = new(key, place)),
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

    private static string[] Later => ["anthropic", "anthropic-messages", "gemini", "openai-responses", "bedrock", "azure", "azure-openai", "vertex"];

    public string? Dialect { get; set; }

    public Located<Uri>? Url { get; set; }

    public Located<Secret>? ApiKey { get; set; }

    public string? Residency { get; set; }

    public bool Breaker { get; set; } = true;

    public Located<TimeSpan>? Probe { get; set; }

    public Located<string>? Outcomes { get; set; }

    public bool IsSimulated => Dialect == ProviderDialects.Simulated;
}
