using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Npgsql;

namespace Loadline.Storage.Postgres;

/// <summary>Reads decisions with their attempts and content.</summary>
internal static class DecisionRows
{
    public const string Columns = """
        id, ticks, generation, route, digest, mode, quality, rule, reason, choice, served, served_as, reference, outcome, status, stream, propensity,
        estimated_input, estimated_output, input, cached_input, cache_write, output, reasoning, charged, cost, reference_cost, choice_cost, overhead_us,
        duration_ms, caller, session, feature_version, features, signals, candidates, dialect, losses
        """;

    public const string AttemptColumns = """
        decision, number, model, deployment, outcome, status, first_token_ms, duration_ms, input, cached_input, cache_write, output, reasoning, charged,
        cost, price_input, price_output, price_cached_input, price_cache_write, currency, kind
        """;

    /// <summary>Runs a selection of <see cref="Columns"/> and completes its rows.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> ReadAsync(NpgsqlCommand command, bool withContent, CancellationToken cancellationToken)
    {
        var rows = await command.ListAsync(Read, cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return [];
        }

        var connection = command.Connection!;
        Guid[] ids = [.. rows.Select(static row => row.Id)];

        // The bounds let whole days be left out; the list alone would not.
        var (first, last) = (Commands.Value(ids.Min()), Commands.Value(ids.Max()));
        var attempts = (await connection.ListAsync(
            $"SELECT {AttemptColumns} FROM attempts WHERE decision = ANY($1) AND decision BETWEEN $2 AND $3 ORDER BY decision, number",
            static row => (Id: row.GetGuid(0), Attempt: ReadAttempt(row)), cancellationToken, Commands.Value(ids), first, last).ConfigureAwait(false))
            .ToLookup(static row => row.Id, static row => row.Attempt);
        var contents = !withContent ? [] : (await connection.ListAsync(
            "SELECT decision, request, answer FROM contents WHERE decision = ANY($1) AND decision BETWEEN $2 AND $3",
            static row => (Id: row.GetGuid(0), Content: new DecisionContent((byte[])row[1], (byte[])row[2])), cancellationToken, Commands.Value(ids), first.Clone(), last.Clone())
            .ConfigureAwait(false)).ToDictionary(static row => row.Id, static row => row.Content);
        return [.. rows.Select(row => new LedgerEntry(row.Decision with { Attempts = [.. attempts[row.Id]] }, contents.GetValueOrDefault(row.Id)))];
    }

    private static (Guid Id, DecisionRecord Decision) Read(NpgsqlDataReader from)
    {
        var id = from.GetGuid(0);
        return (id, new DecisionRecord
        {
            Id = DecisionGuid.ToText(id),
            Time = new DateTimeOffset(from.GetInt64(1), TimeSpan.Zero),
            Generation = from.GetInt64(2),
            Route = from.GetString(3),
            RouteDigest = from.GetString(4),
            Mode = from.GetString(5),
            Quality = from.GetString(6),
            Rule = from.Text(7),
            Reason = from.GetString(8),
            Choice = from.Text(9),
            Served = from.Text(10),
            ServedAs = from.Text(11),
            Reference = from.Text(12),
            Outcome = from.GetString(13),
            Status = from.GetInt32(14),
            Stream = from.GetBoolean(15),
            Propensity = from.GetDouble(16),
            EstimatedInputTokens = from.GetInt32(17),
            EstimatedOutputTokens = from.GetInt32(18),
            Usage = ReadUsage(from, 19),
            CostUsd = from.Decimal(25),
            ReferenceCostUsd = from.Decimal(26),
            ChoiceCostUsd = from.Decimal(27),
            OverheadMicroseconds = from.GetDouble(28),
            DurationMs = from.GetDouble(29),
            Caller = from.IsDBNull(30) ? null : DecisionGuid.ToHash(from.GetGuid(30)),
            Session = from.IsDBNull(31) ? null : DecisionGuid.ToHash(from.GetGuid(31)),
            Features = new FeatureVector(from.GetInt32(32), (byte[])from[33]),
            Signals = JsonSerializer.Deserialize(from.GetString(34), PostgresJsonContext.Default.SignalsRecord)!,
            Candidates = JsonSerializer.Deserialize(from.GetString(35), PostgresJsonContext.Default.IReadOnlyListCandidateRecord)!,
            Dialect = from.GetString(36),
            Losses = from.Text(37) is { } losses ? JsonSerializer.Deserialize(losses, PostgresJsonContext.Default.IReadOnlyListConversionNote)! : [],
            Attempts = [],
        });
    }

    private static AttemptRecord ReadAttempt(NpgsqlDataReader from) => new(
        from.GetString(2), from.GetString(3), from.GetString(4), from.GetInt32(5), from.GetDouble(6), from.GetDouble(7), ReadUsage(from, 8), from.Decimal(14))
    {
        Price = from.IsDBNull(15) ? null : new ModelPrice(from.GetDecimal(15), from.GetDecimal(16), from.Decimal(17), from.Decimal(18)),
        Currency = from.GetString(19),
        Kind = from.GetString(20),
    };

    private static TokenUsage? ReadUsage(NpgsqlDataReader from, int column) => from.IsDBNull(column)
        ? null
        : new TokenUsage(from.GetInt64(column), from.GetInt64(column + 1), from.GetInt64(column + 2), from.GetInt64(column + 3), from.GetInt64(column + 4))
        {
            ChargedUsd = from.Decimal(column + 5),
        };
}
