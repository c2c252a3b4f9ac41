using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>The pool of connections, with the schema brought up to date before the first is used. Safe for any number of threads.</summary>
/// <remarks>A server that cannot be reached is asked again at the next call, for ever.</remarks>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _isReady;

    public PostgresDatabase(PostgresOptions options)
    {
        Options = options;
        _source = NpgsqlDataSource.Create(options.ConnectionString);
    }

    public PostgresOptions Options { get; }

    /// <summary>Gets the server's version, such as <c>15.8</c>; empty before the first connection.</summary>
    public string ServerVersion { get; private set; } = "";

    /// <summary>Gets the ledger's salt; empty before the first connection.</summary>
    public ReadOnlyMemory<byte> Salt { get; private set; }

    /// <summary>Does some work with a connection.</summary>
    /// <exception cref="LedgerUnavailableException">The server cannot be reached or cannot serve; trying again later may help.</exception>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isReady)
            {
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
            }

            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var lease = connection.ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.Create(error, Options.Name) is var sorted && !ReferenceEquals(sorted, error))
        {
            throw sorted;
        }
    }

    /// <summary>Does some work in one transaction.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing is known to have been done; trying again later may help.</exception>
    public Task<T> InTransactionAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            async connection =>
            {
                var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await using var scope = transaction.ConfigureAwait(false);
                var result = await work(connection, transaction).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return result;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        _preparing.Dispose();
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isReady)
            {
                return;
            }

            var connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var lease = connection.ConfigureAwait(false);
            Salt = await PostgresSchema.MigrateAsync(connection, Options, cancellationToken).ConfigureAwait(false);
            ServerVersion = connection.PostgreSqlVersion.ToString(2);
            _isReady = true;
        }
        finally
        {
            _preparing.Release();
        }
    }
}
