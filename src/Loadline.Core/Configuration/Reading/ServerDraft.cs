namespace Loadline.Core.Configuration.Reading;

/// <summary>The process's settings as read.</summary>
internal sealed class ServerDraft : Draft
{
    public static SectionShape<ServerDraft> Shape { get; } = new(
        "server settings",
        "`{ urls: [http://127.0.0.1:4242] }`",
        () => new ServerDraft(),
        [
            new Key<ServerDraft, List<Located<string>>>(
                "urls",
                new ListShape<Located<string>>(
                    new LocatedShape<string>(new ListenUrlShape()),
                    "`[http://127.0.0.1:4242]`",
                    allowsSingle: true,
                    most: 16),
                "The addresses to listen on. Default: http://127.0.0.1:4242.",
                (draft, urls, _) => draft.Urls = urls),
            new Key<ServerDraft, Secret>(
                "admin_key",
                new SecretShape(),
                "The key that /loadline/* asks for. Default: none is asked for.",
                (draft, key, _) => draft.Config = draft.Config with { AdminKey = key }),
            new Key<ServerDraft, bool>(
                "caller_keys",
                new ChoiceShape<bool>("a setting of caller keys", [("required", true), ("when_any", false)]),
                "required: every caller must bring a key of `loadline keys create`, and other machines may be let in; when_any: from the first key on. Default: when_any.",
                (draft, required, _) => draft.Config = draft.Config with { RequiresKeys = required }),
            new Key<ServerDraft, List<string>>(
                "allowed_origins",
                new ListShape<string>(
                    new WordShape("a web origin", "`https://chat.example.com`", "https?://[A-Za-z0-9.\\-\\[\\]:]{1,255}|[a-z-]{1,40}://[A-Za-z0-9.-]{1,255}"),
                    "`[https://chat.example.com]`",
                    allowsSingle: true,
                    most: 64),
                "The web origins whose pages may call from a browser, beside pages of this machine. Default: none.",
                (draft, origins, _) => draft.Config = draft.Config with { AllowedOrigins = origins }),
            new Key<ServerDraft, bool>(
                "dashboard",
                new ChoiceShape<bool>("a setting of the dashboard", [("on", true), ("off", false)]),
                "off: the pages below /loadline/dashboard are not served; the admin API is. Default: on.",
                (draft, isOn, _) => draft.Config = draft.Config with { HasDashboard = isOn }),
            new Key<ServerDraft, Uri>(
                "webhook",
                new UrlShape(),
                "Where events of routes (a step back, an expired certificate, drift) and of budgets are posted to as JSON. Default: nowhere.",
                (draft, webhook, _) => draft.Config = draft.Config with { Webhook = webhook }),
            new Key<ServerDraft, List<double>>(
                "budget_alerts",
                new ListShape<double>(new ShareShape(least: 0.0001), "`[50%, 80%, 100%]`", allowsSingle: true, most: 16),
                "The spent shares of each budget that are told of once a period, in the log and to the webhook. Default: [80%, 100%].",
                (draft, shares, _) => draft.Config = draft.Config with { BudgetAlerts = shares }),
            new Key<ServerDraft, long>(
                "max_request_bytes",
                new BytesShape(),
                "The largest request body taken. Default: 32mb.",
                (draft, bytes, _) => draft.Config = draft.Config with { MaxRequestBytes = bytes }),
            new Key<ServerDraft, long>(
                "max_response_bytes",
                new BytesShape(),
                "The largest buffered upstream reply taken. Default: 64mb.",
                (draft, bytes, _) => draft.Config = draft.Config with { MaxResponseBytes = bytes }),
            new Key<ServerDraft, double>(
                "max_concurrent",
                new NumberShape("a whole number from 1 to 1m", "`10k`", 1, 1e6, whole: true),
                "The most requests served at once. Default: 10k.",
                (draft, count, _) => draft.Config = draft.Config with { MaxConcurrent = (int)count }),
            new Key<ServerDraft, bool>(
                "adaptive",
                new ChoiceShape<bool>("a setting of the adaptive limit", [("on", true), ("off", false)]),
                "on: fewer are served at once while replies are slower than usual. Default: off.",
                (draft, adaptive, _) => draft.Config = draft.Config with { Adaptive = adaptive }),
            new Key<ServerDraft, double>(
                "queue",
                new NumberShape("a whole number from 0 to 1m", "`1k`", 0, 1e6, whole: true),
                "The most requests that wait for a place. Default: 1k.",
                (draft, count, _) => draft.Config = draft.Config with { Queue = (int)count }),
            new Key<ServerDraft, TimeSpan>(
                "queue_age",
                new DurationShape(),
                "The longest a request waits for a place; one expected to wait longer is turned away at once. Default: 2s.",
                (draft, age, _) => draft.Config = draft.Config with { QueueAge = age }),
            new Key<ServerDraft, double>(
                "max_connections",
                new NumberShape("a whole number from 1 to 1m", "`10k`", 1, 1e6, whole: true),
                "The most connections of callers; the rest are closed at once. Default: as the process's limit of open files allows.",
                (draft, count, _) => draft.Config = draft.Config with { MaxConnections = (int)count }),
            new Key<ServerDraft, long>(
                "max_buffered_bytes",
                new BytesShape(),
                "The most bytes of requests and whole replies held at once; more is turned away. Default: a quarter of the process's memory.",
                (draft, bytes, _) => draft.Config = draft.Config with { MaxBufferedBytes = bytes }),
            new Key<ServerDraft, TimeSpan>(
                "drain",
                new DurationShape(mayBeZero: true),
                "How long requests under way may go on once the process was told to stop. Default: 20s.",
                (draft, drain, _) => draft.Config = draft.Config with { Drain = drain }),
            new Key<ServerDraft, bool>(
                "logs",
                new ChoiceShape<bool>("a form of log lines", [("text", false), ("json", true)]),
                "The form of log lines on standard output: text or json. Default: text.",
                (draft, json, _) => draft.Config = draft.Config with { JsonLogs = json }),
            new Key<ServerDraft, TimeSpan>(
                "idempotency",
                new DurationShape(),
                "How long an answer is remembered by its caller's Idempotency-Key, so that a request sent twice is paid for once. Default: not at all.",
                (draft, keep, _) => draft.Config = draft.Config with { Idempotency = keep }),
            new Key<ServerDraft, double>(
                "recent_decisions",
                new NumberShape("a whole number from 1 to 1m", "`10k`", 1, 1e6, whole: true),
                "How many recent decisions are kept in memory. Default: 10k.",
                (draft, count, _) => draft.Config = draft.Config with { RecentDecisions = (int)count }),
        ]);

    public List<Located<string>> Urls { get; set; } = [];

    public ServerConfig Config { get; set; } = new();
}
