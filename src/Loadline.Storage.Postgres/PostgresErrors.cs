using System.Net.Sockets;
using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Sorts what the server and the connection say: what may pass, and what is a defect.</summary>
internal static class PostgresErrors
{
    // Classes of SQLSTATE after which the same call may succeed later: connection, transaction rollback, resources, operator, system;
    // beside them a read-only server (a fail-over under way), a lock that was waited for too long, and a log-in that is being repaired.
    private static readonly string[] Passing = ["08", "40", "53", "55", "57", "58", "25006", "28", "3D000", "XX001", "XX002"];

    public static bool MayPass(Exception error) => error switch
    {
        PostgresException postgres => Array.Exists(Passing, code => postgres.SqlState.StartsWith(code, StringComparison.Ordinal)),
        NpgsqlException or TimeoutException or IOException or SocketException => true,
        _ => false,
    };

    public static Exception Create(Exception error, string name) => error switch
    {
        LedgerException or LedgerUnavailableException or OperationCanceledException or ArgumentException or FormatException => error,
        _ when MayPass(error) => new LedgerUnavailableException($"PostgreSQL at {name} says: {Text(error)}", error),
        _ => new InvalidOperationException($"PostgreSQL at {name} says: {Text(error)}", error),
    };

    // A driver's message of the outside says only that an exception happened; the one inside says which.
    private static string Text(Exception error) => error is PostgresException postgres
        ? $"{postgres.MessageText} ({postgres.SqlState})"
        : error.InnerException is { } inner ? $"{error.Message.TrimEnd('.')}: {inner.Message}" : error.Message;
}
