using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Gateway.Hosting;
using Loadline.Storage.Postgres;
using Loadline.Storage.Sqlite;

namespace Loadline.Cli.Ledger;

/// <summary>Opens the ledger that a config asks for, and says loudly where it cannot be had.</summary>
internal static class LedgerSetup
{
    /// <summary>Opens a ledger for a gateway.</summary>
    /// <exception cref="UserError">The ledger is none, newer than this program, or a stated file cannot be opened.</exception>
    public static async Task<LedgerWriter> StartAsync(StorageConfig storage, int recentDecisions, CancellationToken cancellationToken = default) => new(
        await OpenAsync(storage, recentDecisions, cancellationToken).ConfigureAwait(false),
        new LedgerWriterOptions
        {
            FlushInterval = storage.Flush,
            BufferRows = storage.Buffer,
            RecentDecisions = recentDecisions,
            Keep = storage.Keep,
        },
        TimeProvider.System,
        Warn);

    /// <summary>Adds the stores that lie beside the ledger.</summary>
    public static GatewayOptions WithStores(GatewayOptions options)
    {
        switch (options.Ledger?.Ledger)
        {
            case SqliteLedger file:
                var keys = new SqliteKeyStore(file);
                return options with { Keys = keys, Spending = keys };
            case PostgresLedger shared:
                var store = new PostgresKeyStore(shared.Database);
                return options with
                {
                    Keys = store,
                    Spending = store,
                    Leases = new PostgresLeases(shared.Database),
                    Replicas = new PostgresReplicas(shared.Database),
                    Answers = new PostgresAnswers(shared.Database),
                };
            default:
                return options;
        }
    }

    /// <summary>Opens a ledger for a command; a file must be there unless <paramref name="mayCreate"/>.</summary>
    /// <exception cref="UserError">It cannot be opened.</exception>
    public static async Task<OpenedLedger> OpenForAsync(StorageConfig storage, bool mayCreate = false, CancellationToken cancellationToken = default)
    {
        if (storage.Postgres is { } address)
        {
            var (ledger, problem) = await OpenPostgresAsync(address, cancellationToken).ConfigureAwait(false);
            return problem.Length == 0
                ? new OpenedLedger(ledger, new PostgresKeyStore(ledger.Database), ledger.Database.Options.Name)
                : throw new UserError(problem, ExitCodes.Failed);
        }

        var file = OpenFile(storage, mayCreate);
        return new OpenedLedger(file, new SqliteKeyStore(file), file.Path);
    }

    private static SqliteLedger OpenFile(StorageConfig storage, bool mayCreate)
    {
        if (!SqliteLibrary.TryLoad(storage.Library, out var problem))
        {
            throw new UserError(problem);
        }

        var path = storage.LedgerFile
            ?? throw new UserError("This config keeps its ledger in memory (storage.ledger), so there is no file to look into. Ask the running gateway: GET /loadline/decisions.");
        if (!mayCreate && !File.Exists(path))
        {
            throw new UserError($"There is no ledger {path}. Name one with --ledger, or the config that names it with --config.");
        }

        try
        {
            return SqliteLedger.Open(new SqliteLedgerOptions(path, MustExist: !mayCreate));
        }
        catch (LedgerException error)
        {
            throw new UserError(error.Message);
        }
    }

    private static async Task<ILedger> OpenAsync(StorageConfig storage, int recentDecisions, CancellationToken cancellationToken)
    {
        if (storage.Postgres is { } address)
        {
            var (shared, why) = await OpenPostgresAsync(address, cancellationToken).ConfigureAwait(false);
            if (why.Length > 0)
            {
                Warn($"{why}{Environment.NewLine}The gateway starts without its database and asks for it again, for ever: rows wait in memory, and callers are let in once keys could be read.");
            }

            return shared;
        }

        if (storage.LedgerFile is null)
        {
            return new MemoryLedger(recentDecisions);
        }

        if (!SqliteLibrary.TryLoad(storage.Library, out var problem))
        {
            return InMemory(problem, recentDecisions);
        }

        try
        {
            return SqliteLedger.Open(new SqliteLedgerOptions(storage.LedgerFile));
        }
        catch (LedgerException error) when (!storage.IsLedgerStated && error.InnerException is LedgerUnavailableException)
        {
            // Nobody asked for this file; a folder that cannot be written to must not keep the gateway from starting.
            return InMemory(error.Message, recentDecisions);
        }
        catch (LedgerException error)
        {
            throw new UserError(error.Message);
        }
    }

    private static async Task<(PostgresLedger Ledger, string Problem)> OpenPostgresAsync(Secret address, CancellationToken cancellationToken)
    {
        if (PostgresAddress.Read(address.Reveal(), out var options) is { Length: > 0 } wrong)
        {
            throw new UserError("storage.ledger: " + wrong);
        }

        try
        {
            return await PostgresLedger.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is LedgerException or InvalidOperationException)
        {
            throw new UserError(error.Message);
        }
    }

    private static MemoryLedger InMemory(string problem, int recentDecisions)
    {
        Warn($"{problem}{Environment.NewLine}THE LEDGER IS IN MEMORY ONLY: decisions and costs end with this process. `storage: {{ ledger: memory }}` says so on purpose.");
        return new MemoryLedger(recentDecisions);
    }

    private static void Warn(string line) => Console.Error.WriteLine("WARNING: " + line);
}
