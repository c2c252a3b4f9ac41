using System.Net;
using Loadline.Core.Caching;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Core.Limits;
using Loadline.Core.Outcomes;
using Loadline.Core.Replicas;
using Loadline.Core.Runtime;
using Microsoft.Extensions.Logging;

namespace Loadline.Gateway.Hosting;

/// <summary>What a gateway is made of; everything but the snapshots has a default.</summary>
public sealed record GatewayOptions
{
    public required SnapshotHolder Snapshots { get; init; }

    /// <summary>Gets the addresses to listen on; <see langword="null"/>: those of the config.</summary>
    public IReadOnlyList<string>? Urls { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Gets how each pooled exchange gets its source of chance.</summary>
    public Func<Random> NewRandom { get; init; } = static () => new Random();

    /// <summary>Gets how a provider's host name becomes addresses, asked for each new connection. Default: the system's resolver.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>Gets how long a connection to an upstream is used: after this, a name that moved is followed. Default: 3 min.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets the ledger that decisions are kept in, disposed with the gateway; <see langword="null"/>: the newest in memory.</summary>
    public LedgerWriter? Ledger { get; init; }

    /// <summary>Gets where keys are kept; <see langword="null"/>: in memory.</summary>
    public IKeyStore? Keys { get; init; }

    /// <summary>Gets where the spending of budgets is kept; <see langword="null"/>: in memory.</summary>
    public ISpendingStore? Spending { get; init; }

    /// <summary>Gets who hands out slices of budgets, where replicas share them; <see langword="null"/>: budgets are this process's own.</summary>
    public IBudgetLeases? Leases { get; init; }

    /// <summary>Gets where replicas tell each other of themselves; <see langword="null"/>: there are no others.</summary>
    public IReplicaStore? Replicas { get; init; }

    /// <summary>Gets where replicas share answers that are given again; <see langword="null"/>: each keeps its own.</summary>
    public ISharedAnswers? Answers { get; init; }

    /// <summary>Gets what people call this replica. Default: the machine's name.</summary>
    public string ReplicaName { get; init; } = Environment.MachineName;

    /// <summary>Gets where decisions go instead of a ledger; <see langword="null"/>: to the ledger.</summary>
    public IDecisionLog? Decisions { get; init; }

    /// <summary>Gets outcome tables in memory, by the name that a provider's <c>outcomes:</c> gives.</summary>
    public IReadOnlyDictionary<string, OutcomeTable> Tables { get; init; } = new Dictionary<string, OutcomeTable>();

    /// <summary>Gets the pages for people; <see langword="null"/>: the gateway has none. Not served where the config switches them off.</summary>
    public IGatewayPages? Pages { get; init; }

    /// <summary>Gets how logs are written; <see langword="null"/>: to the console, from warnings up.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }
}
