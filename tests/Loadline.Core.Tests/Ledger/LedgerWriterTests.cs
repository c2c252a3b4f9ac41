using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Tests.Support;
using Loadline.Testing;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Ledger;

/// <summary>The writer under good and bad engines; what it promises is in docs/ledger.md.</summary>
public sealed class LedgerWriterTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FlakyLedger _engine = new();
    private readonly List<string> _alarms = [];

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Record_UntilTheInterval_IsQueuedAndThenWritten()
    {
        await using var writer = Create(new LedgerWriterOptions());
        writer.Record(Decision(1));
        writer.Record(Decision(2));
        Assert.Equal((0, 2), (writer.Status.Written, writer.Status.Queued));
        Assert.Equal(2, writer.Recent(10).Count);

        _time.Advance(TimeSpan.FromMilliseconds(250));

        await Until(() => writer.Status.Written == 2);
        Assert.Equal(0, writer.Status.Queued);
        Assert.Equal(1, _engine.Appends);
    }

    [Fact]
    public async Task Record_AFullBatch_IsWrittenBeforeTheInterval()
    {
        await using var writer = Create(new LedgerWriterOptions { BatchRows = 50 });
        for (var i = 0; i < 50; i++)
        {
            writer.Record(Decision(i));
        }

        await Until(() => writer.Status.Written == 50);
    }

    [Fact]
    public async Task Flush_GoodEngine_AcknowledgesEverythingBefore()
    {
        await using var writer = Create(new LedgerWriterOptions { BatchRows = 7 });
        for (var i = 0; i < 100; i++)
        {
            writer.Record(Decision(i));
        }

        Assert.True(await writer.FlushAsync());
        Assert.Equal((100, 0), (writer.Status.Written, writer.Status.Queued));
    }

    [Fact]
    public async Task Record_WhileTheEngineFails_WaitsThenDropsWithACountThenRecovers()
    {
        await using var writer = Create(new LedgerWriterOptions { BatchRows = 10, BufferRows = 100, FirstRetry = TimeSpan.FromSeconds(1) });
        _engine.IsDown = true;
        writer.Record(Decision(0));
        Assert.False(await writer.FlushAsync());
        Assert.Equal(LedgerState.Failing, writer.Status.State);
        Assert.Contains("disk full", writer.Status.Problem, StringComparison.Ordinal);
        for (var i = 1; i <= 150; i++)
        {
            writer.Record(Decision(i));
        }

        // One waits in the batch that failed, a hundred in the buffer.
        Assert.Equal((50, 101), (writer.Status.Dropped, writer.Status.Queued));
        Assert.False(await writer.FlushAsync());
        Assert.Single(_alarms);

        _engine.IsDown = false;
        Assert.False(await writer.FlushAsync());
        _time.Advance(TimeSpan.FromSeconds(2));
        await Until(() => writer.Status.Queued == 0);

        Assert.Equal((LedgerState.Ok, 101, 50), (writer.Status.State, writer.Status.Written, writer.Status.Dropped));
        Assert.Null(writer.Status.Problem);
        Assert.Contains("again", _alarms[1], StringComparison.Ordinal);
        writer.Record(Decision(200));
        Assert.True(await writer.FlushAsync());
        Assert.Equal(102, _engine.Ids.Count);
    }

    [Fact]
    public async Task Record_OneRowThatTheEngineRefuses_LosesThatRowOnly()
    {
        await using var writer = Create(new LedgerWriterOptions());
        var poison = Decision(1);
        _engine.Poison = poison.Id;
        writer.Record(Decision(0));
        writer.Record(poison);
        writer.Record(Decision(2));

        Assert.True(await writer.FlushAsync());

        Assert.Equal((2, 1, 0), (writer.Status.Written, writer.Status.Dropped, writer.Status.Queued));
        Assert.Contains("refused 1 rows", Assert.Single(_alarms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_WithRowsWaiting_WritesThem()
    {
        var writer = Create(new LedgerWriterOptions());
        writer.Record(Decision(0));

        await writer.DisposeAsync();

        Assert.Single(_engine.Ids);
        Assert.True(_engine.IsDisposed);
        Assert.False(await writer.FlushAsync());
    }

    [Fact]
    public async Task Dispose_WhileTheEngineFails_EndsAndCountsWhatIsLost()
    {
        var writer = Create(new LedgerWriterOptions());
        _engine.IsDown = true;
        writer.Record(Decision(0));
        await writer.FlushAsync();
        writer.Record(Decision(1));

        await writer.DisposeAsync();

        Assert.Equal((2, 0), (writer.Status.Dropped, writer.Status.Queued));
        Assert.Contains("last 2 rows", _alarms[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_Set_PrunesEveryHour()
    {
        await using var writer = Create(new LedgerWriterOptions { Keep = TimeSpan.FromDays(90) });
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await Until(() => _engine.Pruned.Count == 1);
        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromDays(90), _engine.Pruned[0]);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(await writer.FlushAsync());
        Assert.Single(_engine.Pruned);
        _time.Advance(TimeSpan.FromMinutes(2));
        await Until(() => _engine.Pruned.Count == 2);
    }

    [Fact]
    public void Record_OnceWarm_AllocatesNothingBeyondTheDecision()
    {
        var writer = new LedgerWriter(_engine, new LedgerWriterOptions { BatchRows = 1_000_000 }, _time, _alarms.Add);
        var decision = Decision(0);
        for (var i = 0; i < 10_000; i++)
        {
            writer.Record(decision);
        }

        // The queue doubles as it grows; 10,000 rows fit in 16,384 places, and so do ten times 600 more.
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 600; i++)
            {
                writer.Record(decision);
            }
        }));
    }

    private LedgerWriter Create(LedgerWriterOptions options) => new(_engine, options, _time, _alarms.Add);

    private static FinishedDecision Decision(int index)
    {
        var context = TestConfig.Decide(
            TestConfig.Head + "routes: { auto: { pool: [small, large], reference: large, policy: cheapest, mode: enforce, quality: uncertified } }\n",
            TestRequest.Chat("Hello"));
        return new FinishedDecision(context, new FinishedRequest
        {
            Id = DecisionId.Create(DateTimeOffset.UnixEpoch.AddSeconds(index), new Random(index)),
            Time = DateTimeOffset.UnixEpoch.AddSeconds(index),
            Served = 0,
            Attempts = [],
        });
    }

    private static async Task Until(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
