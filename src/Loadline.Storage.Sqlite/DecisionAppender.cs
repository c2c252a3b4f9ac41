using System.Buffers;
using System.Text.Json;
using Loadline.Core.Catalog;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;

namespace Loadline.Storage.Sqlite;

/// <summary>Writes decisions with their attempts, content and sums; inside a transaction that its caller opens.</summary>
internal sealed class DecisionAppender(Database database, Names names)
{
    private const string InsertDecision = """
        INSERT OR IGNORE INTO decisions VALUES (
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string InsertAttempt = "INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private const string InsertContent = "INSERT INTO contents VALUES (?, ?, ?)";

    private readonly CandidateText _candidates = new(names);
    private readonly PredictionText _predictions = new();
    private readonly ArrayBufferWriter<byte> _signals = new(512);
    private Utf8JsonWriter? _json;
    private Statement? _insertDecision;
    private Statement? _insertAttempt;
    private readonly SpanWriter _spans = new(database, names);

    /// <returns>How many were new.</returns>
    public int Append(IReadOnlyList<LedgerEntry> entries)
    {
        var added = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            var (decision, content) = entries[i];
            if (Insert(decision) is not { } row)
            {
                continue;
            }

            added++;
            for (var number = 0; number < decision.Attempts.Count; number++)
            {
                Insert(row, number + 1, decision.Attempts[number]);
            }

            if (content is not null)
            {
                database.Use(InsertContent).Bind(row).Bind(content.Request.Span).Bind(content.Answer.Span).Run();
            }

            _spans.Add(row, decision);
        }

        _spans.Write();
        return added;
    }

    /// <summary>Forgets what a rolled back transaction had begun.</summary>
    public void Forget()
    {
        names.Forget();
        _spans.Clear();
    }

    // Two ids of one millisecond share their 15 bits once in 32,768 pairs; the later one takes the next free row beside.
    private long? Insert(DecisionRecord decision)
    {
        var key = DecisionKey.Parse(decision.Id);
        for (var row = key.Row; row <= DecisionKey.LastRowBeside(key.Row); row++)
        {
            if (Insert(row, key, decision))
            {
                return row;
            }

            if (IdAt(row) == key)
            {
                return null;
            }
        }

        throw new InvalidOperationException("No row is left for this millisecond.");
    }

    private bool Insert(long row, DecisionKey key, DecisionRecord decision)
    {
        Span<byte> id = stackalloc byte[16];
        key.Write(id);
        var insert = (_insertDecision ??= database.Use(InsertDecision)).Again().Bind(row).Bind(id).Bind(decision.Time.UtcTicks).Bind(decision.Generation)
            .Bind(names.Of(decision.Route)).Bind(names.Of(decision.RouteDigest)).Bind(names.Of(decision.Mode)).Bind(names.Of(decision.Quality))
            .Bind(names.OfOptional(decision.Rule)).Bind(names.Of(decision.Reason)).Bind(names.OfOptional(decision.Choice))
            .Bind(names.OfOptional(decision.Served)).Bind(names.OfOptional(decision.ServedAs)).Bind(names.OfOptional(decision.Reference))
            .Bind(names.Of(decision.Outcome)).Bind((long)decision.Status).Bind(decision.Stream ? 1L : 0L).Bind(decision.Propensity)
            .Bind((long)decision.EstimatedInputTokens).Bind((long)decision.EstimatedOutputTokens);
        BindUsage(insert, decision.Usage).Bind(decision.CostUsd).Bind(decision.ReferenceCostUsd).Bind(decision.ChoiceCostUsd)
            .Bind(decision.OverheadMicroseconds).Bind(decision.DurationMs);
        BindHash(BindHash(insert, decision.Caller), decision.Session)
            .Bind((long)decision.Features.SchemaVersion).Bind(decision.Features.Data.Span)
            .BindText(Signals(decision.Signals))
            .BindText(_candidates.Write(decision.Candidates))
            .Bind(names.Of(decision.Dialect));
        if (decision.Losses.Count > 0)
        {
            insert.BindText(JsonSerializer.SerializeToUtf8Bytes(decision.Losses, SqliteJsonContext.Default.IReadOnlyListConversionNote));
        }
        else
        {
            insert.Null();
        }

        if (PredictionText.IsNeeded(decision.Candidates))
        {
            insert.BindText(_predictions.Write(decision.Candidates));
        }
        else
        {
            insert.Null();
        }

        return insert.Run() == 1;
    }

    private void Insert(long row, int number, AttemptRecord attempt)
    {
        var insert = (_insertAttempt ??= database.Use(InsertAttempt)).Again().Bind(row).Bind((long)number).Bind(names.Of(attempt.Model)).Bind(names.Of(attempt.Deployment))
            .Bind(names.Of(attempt.Outcome)).Bind((long)attempt.Status).Bind(attempt.TimeToFirstTokenMs).Bind(attempt.DurationMs);
        BindUsage(insert, attempt.Usage).Bind(attempt.CostUsd);
        if (attempt.Price is { } price)
        {
            insert.Bind(names.Of(price, attempt.Currency));
        }
        else
        {
            insert.Null();
        }

        insert.Bind(names.Of(attempt.Currency)).Bind(attempt.PossiblyBilled ? 1L : 0L)
            .Bind(attempt.Kind == AttemptKinds.Answer ? null : attempt.Kind).Run();
    }

    private DecisionKey IdAt(long row)
    {
        var statement = database.Use("SELECT id FROM decisions WHERE row = ?").Bind(row);
        var key = statement.Step() ? DecisionKey.Read(statement.Blob(0)) : default;
        statement.Reset();
        return key;
    }

    private ReadOnlySpan<byte> Signals(SignalsRecord signals)
    {
        _signals.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_signals);
        _json.Reset();
        JsonSerializer.Serialize(_json, signals, SqliteJsonContext.Default.SignalsRecord);
        return _signals.WrittenSpan;
    }

    private static Statement BindUsage(Statement statement, TokenUsage? usage) => usage is { } known
        ? statement.Bind(known.Input).Bind(known.CachedInput).Bind(known.CacheWrite).Bind(known.Output).Bind(known.Reasoning).Bind(known.ChargedUsd)
        : statement.Null().Null().Null().Null().Null().Null();

    private static Statement BindHash(Statement statement, string? hash)
    {
        if (hash is null)
        {
            return statement.Null();
        }

        Span<byte> bytes = stackalloc byte[16];
        Convert.FromHexString(hash, bytes, out _, out _);
        return statement.Bind(bytes);
    }
}
