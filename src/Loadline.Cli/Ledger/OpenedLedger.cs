using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Storage.Sqlite;

namespace Loadline.Cli.Ledger;

/// <summary>A ledger that a command works with, whatever its engine, and the keys beside it.</summary>
/// <param name="Ledger">The ledger, disposed with this.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Name">What people call it: the file, or the database without its password.</param>
internal sealed record OpenedLedger(ILedger Ledger, IKeyStore Keys, string Name) : IAsyncDisposable
{
    public IDecisionStore Decisions => Ledger.Decisions;

    /// <summary>Gets the ledger as a file, for what only a file needs.</summary>
    /// <exception cref="Commands.UserError">It is none.</exception>
    public SqliteLedger File(string otherwise) => Ledger as SqliteLedger ?? throw new Commands.UserError(otherwise);

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}
