namespace Loadline.Core.Configuration;

/// <summary>The process's own settings; only the sizes, <see cref="Idempotency"/>, <see cref="Webhook"/> and <see cref="BudgetAlerts"/> are taken from a reloaded file, the others hold until the end.</summary>
public sealed record ServerConfig
{
    /// <summary>Gets the addresses to listen on. Default: <c>http://127.0.0.1:4242</c>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:4242"];

    /// <summary>Gets the key that <c>/loadline/*</c> asks for; <see langword="null"/>: open.</summary>
    public Secret? AdminKey { get; init; }

    /// <summary>Gets a value indicating whether every caller must bring a key, even while there is none. Default: from the first key on.</summary>
    public bool RequiresKeys { get; init; }

    /// <summary>Gets the web origins whose pages may call from a browser, beside pages of this machine itself. Default: none.</summary>
    /// <remarks>Any web page a developer opens can post to a loopback port; browsers say in <c>Origin</c> whose page it is.</remarks>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Gets a value indicating whether the dashboard is served. Default: <see langword="true"/>.</summary>
    public bool HasDashboard { get; init; } = true;

    /// <summary>Gets where events of routes and budgets are posted to as JSON; <see langword="null"/>: nowhere.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>Gets the spent shares of a budget, in (0,1], that are told of once a period. Default: 80 % and 100 %.</summary>
    public IReadOnlyList<double> BudgetAlerts { get; init; } = [0.8, 1];

    /// <summary>Gets the largest request body taken, in bytes. Default: 32 MiB, what the largest provider takes.</summary>
    public long MaxRequestBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Gets the largest buffered (not streamed) upstream reply taken, in bytes. Default: 64 MiB.</summary>
    public long MaxResponseBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Gets the most requests served at once. Default: 10,000.</summary>
    public int MaxConcurrent { get; init; } = 10_000;

    /// <summary>Gets a value indicating whether fewer are served at once while replies are slower than usual. Default: <see langword="false"/>.</summary>
    public bool Adaptive { get; init; }

    /// <summary>Gets the most requests that wait for a place. Default: 1,000.</summary>
    public int Queue { get; init; } = 1_000;

    /// <summary>Gets the longest a request waits for a place; one that is expected to wait longer is turned away at once. Default: 2 s.</summary>
    public TimeSpan QueueAge { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets the most connections of callers; <see langword="null"/>: as many as the process's open files allow, each with one to an upstream.</summary>
    public int? MaxConnections { get; init; }

    /// <summary>Gets the most bytes of requests and whole replies held at once; <see langword="null"/>: a quarter of the memory the process may use.</summary>
    public long? MaxBufferedBytes { get; init; }

    /// <summary>Gets how long requests under way may go on once the process was told to stop. Default: 20 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Gets a value indicating whether log lines are JSON objects. Default: text.</summary>
    public bool JsonLogs { get; init; }

    /// <summary>Gets how long answers are remembered by their callers' <c>Idempotency-Key</c>; <see langword="null"/>, the default: not at all.</summary>
    public TimeSpan? Idempotency { get; init; }

    /// <summary>Gets the number of recent decisions kept in memory. Default: 10,000.</summary>
    public int RecentDecisions { get; init; } = 10_000;
}
