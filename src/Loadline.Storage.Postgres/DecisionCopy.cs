using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Loadline.Storage.Postgres;

/// <summary>Writes decisions, attempts and contents with binary <c>COPY</c>: one stream of rows a table and batch.</summary>
internal static class DecisionCopy
{
    private const string CopyDecisions = "COPY decisions (" + DecisionRows.Columns + ") FROM STDIN (FORMAT BINARY)";
    private const string CopyAttempts = "COPY attempts (" + DecisionRows.AttemptColumns + ") FROM STDIN (FORMAT BINARY)";
    private const string CopyContents = "COPY contents (decision, request, answer) FROM STDIN (FORMAT BINARY)";

    public static async Task WriteAsync(NpgsqlConnection connection, List<(Guid Id, LedgerEntry Entry)> rows, CancellationToken cancellationToken)
    {
        await CopyAsync(connection, CopyDecisions, rows, static (copy, row) => Write(copy, row.Id, row.Entry.Decision), cancellationToken).ConfigureAwait(false);
        await CopyAsync(
            connection,
            CopyAttempts,
            rows.SelectMany(static row => row.Entry.Decision.Attempts.Select((attempt, index) => (row.Id, Number: index + 1, Attempt: attempt))),
            static (copy, row) => Write(copy, row.Id, row.Number, row.Attempt),
            cancellationToken).ConfigureAwait(false);
        if (rows.Exists(static row => row.Entry.Content is not null))
        {
            await CopyAsync(connection, CopyContents, rows.Where(static row => row.Entry.Content is not null), WriteContent, cancellationToken).ConfigureAwait(false);
        }
    }

    // Rows are buffered until the stream is complete, so only beginning and ending wait for the server.
    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string sql, IEnumerable<T> rows, Action<NpgsqlBinaryImporter, T> write, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginBinaryImportAsync(sql, cancellationToken).ConfigureAwait(false);
        await using var scope = copy.ConfigureAwait(false);
        foreach (var row in rows)
        {
            copy.StartRow();
            write(copy, row);
        }

        await copy.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Write(NpgsqlBinaryImporter copy, Guid id, DecisionRecord decision)
    {
        copy.Write(id, NpgsqlDbType.Uuid);
        copy.Write(decision.Time.UtcTicks, NpgsqlDbType.Bigint);
        copy.Write(decision.Generation, NpgsqlDbType.Bigint);
        Text(copy, decision.Route);
        Text(copy, decision.RouteDigest);
        Text(copy, decision.Mode);
        Text(copy, decision.Quality);
        Text(copy, decision.Rule);
        Text(copy, decision.Reason);
        Text(copy, decision.Choice);
        Text(copy, decision.Served);
        Text(copy, decision.ServedAs);
        Text(copy, decision.Reference);
        Text(copy, decision.Outcome);
        copy.Write(decision.Status, NpgsqlDbType.Integer);
        copy.Write(decision.Stream, NpgsqlDbType.Boolean);
        copy.Write(decision.Propensity, NpgsqlDbType.Double);
        copy.Write(decision.EstimatedInputTokens, NpgsqlDbType.Integer);
        copy.Write(decision.EstimatedOutputTokens, NpgsqlDbType.Integer);
        Usage(copy, decision.Usage);
        Money(copy, decision.CostUsd);
        Money(copy, decision.ReferenceCostUsd);
        Money(copy, decision.ChoiceCostUsd);
        copy.Write(decision.OverheadMicroseconds, NpgsqlDbType.Double);
        copy.Write(decision.DurationMs, NpgsqlDbType.Double);
        Hash(copy, decision.Caller);
        Hash(copy, decision.Session);
        copy.Write(decision.Features.SchemaVersion, NpgsqlDbType.Integer);
        copy.Write(decision.Features.Data, NpgsqlDbType.Bytea);
        Text(copy, JsonSerializer.Serialize(decision.Signals, PostgresJsonContext.Default.SignalsRecord));
        Text(copy, JsonSerializer.Serialize(decision.Candidates, PostgresJsonContext.Default.IReadOnlyListCandidateRecord));
        Text(copy, decision.Dialect);
        Text(copy, decision.Losses.Count == 0 ? null : JsonSerializer.Serialize(decision.Losses, PostgresJsonContext.Default.IReadOnlyListConversionNote));
    }

    private static void Write(NpgsqlBinaryImporter copy, Guid id, int number, AttemptRecord attempt)
    {
        copy.Write(id, NpgsqlDbType.Uuid);
        copy.Write(number, NpgsqlDbType.Integer);
        Text(copy, attempt.Model);
        Text(copy, attempt.Deployment);
        Text(copy, attempt.Outcome);
        copy.Write(attempt.Status, NpgsqlDbType.Integer);
        copy.Write(attempt.TimeToFirstTokenMs, NpgsqlDbType.Double);
        copy.Write(attempt.DurationMs, NpgsqlDbType.Double);
        Usage(copy, attempt.Usage);
        Money(copy, attempt.CostUsd);
        Money(copy, attempt.Price?.Input);
        Money(copy, attempt.Price?.Output);
        Money(copy, attempt.Price?.CachedInput);
        Money(copy, attempt.Price?.CacheWrite);
        Text(copy, attempt.Currency);
        Text(copy, attempt.Kind);
    }

    private static void WriteContent(NpgsqlBinaryImporter copy, (Guid Id, LedgerEntry Entry) row)
    {
        copy.Write(row.Id, NpgsqlDbType.Uuid);
        copy.Write(row.Entry.Content!.Request, NpgsqlDbType.Bytea);
        copy.Write(row.Entry.Content.Answer, NpgsqlDbType.Bytea);
    }

    private static void Usage(NpgsqlBinaryImporter copy, TokenUsage? usage)
    {
        if (usage is not { } known)
        {
            for (var column = 0; column < 6; column++)
            {
                copy.WriteNull();
            }

            return;
        }

        copy.Write(known.Input, NpgsqlDbType.Bigint);
        copy.Write(known.CachedInput, NpgsqlDbType.Bigint);
        copy.Write(known.CacheWrite, NpgsqlDbType.Bigint);
        copy.Write(known.Output, NpgsqlDbType.Bigint);
        copy.Write(known.Reasoning, NpgsqlDbType.Bigint);
        Money(copy, known.ChargedUsd);
    }

    // A text with a zero character is none to PostgreSQL; nothing of ours has one, a caller's model name might.
    private static void Text(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(text.Replace('\0', '\uFFFD'), NpgsqlDbType.Text);
        }
    }

    private static void Money(NpgsqlBinaryImporter copy, decimal? usd)
    {
        if (usd is { } known)
        {
            copy.Write(known, NpgsqlDbType.Numeric);
        }
        else
        {
            copy.WriteNull();
        }
    }

    private static void Hash(NpgsqlBinaryImporter copy, string? hash)
    {
        if (DecisionGuid.FromHash(hash) is { } known)
        {
            copy.Write(known, NpgsqlDbType.Uuid);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
