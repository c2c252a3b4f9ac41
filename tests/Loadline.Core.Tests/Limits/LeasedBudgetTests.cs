using Loadline.Core.Limits;
using Loadline.Testing;
using Loadline.Testing.Keys;

namespace Loadline.Core.Tests.Limits;

/// <summary>Budgets that replicas share by slices.</summary>
public sealed class LeasedBudgetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly UsageLimit Day = new(LimitedUse.Budget, LimitWindow.Day, 1m);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryLeases _leases;

    public LeasedBudgetTests() => _leases = new MemoryLeases(_time);

    public static TheoryData<string> Checks => [.. LeaseKit.Checks.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Memory_KeepsTheContract(string check) => LeaseKit.Checks[check](_leases);

    [Fact]
    public async Task Enter_BeforeASlice_IsRefusedForNow_AndServedAfterTheExchange()
    {
        var node = new Node(this);
        Assert.False(node.TryAsk(0.1m, out var denial));
        Assert.True(denial is { IsBudget: true, IsHeldElsewhere: true });
        Assert.Equal(TimeSpan.FromSeconds(1), denial.RetryAfter);
        Assert.True(node.WasShort);

        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.1m, out _));
    }

    [Fact]
    public async Task Enter_OneReplicaAlone_MaySpendTheWholeBudget()
    {
        var node = new Node(this);
        var served = 0;
        for (var i = 0; i < 60; i++)
        {
            await node.ExchangeAsync();
            served += node.TryAsk(0.05m, out _) ? 1 : 0;
        }

        Assert.Equal(20, served);
        Assert.False(node.TryAsk(0.05m, out var denial));
        Assert.False(denial.IsHeldElsewhere);
        Assert.Equal(TimeSpan.FromHours(12), denial.RetryAfter);
    }

    [Fact]
    public async Task Exchange_NearTheEnd_IdleReplicasGiveTheirsBack()
    {
        var (idle, busy) = (new Node(this), new Node(this));
        await idle.ExchangeAsync();
        var served = 0;
        for (var i = 0; i < 100; i++)
        {
            await busy.ExchangeAsync();
            served += busy.TryAsk(0.05m, out _) ? 1 : 0;
            await idle.ExchangeAsync();
        }

        Assert.Equal(20, served);
    }

    [Fact]
    public async Task Exchange_StoreIsAway_SpendsTheSliceAndThenRefuses()
    {
        var node = new Node(this);
        await node.ExchangeAsync();
        _leases.IsAway = true;
        var served = 0;
        while (node.TryAsk(0.01m, out _))
        {
            served++;
        }

        Assert.Equal(_leases.Granted("key k", LimitWindow.Day, Noon.Date) / 10_000_000, served);
        Assert.InRange(served, 10, 50);
        _leases.IsAway = false;
        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.01m, out _));
    }

    [Fact]
    public async Task Exchange_AnswerWasLost_IsSetRightByTheNext()
    {
        var node = new Node(this);
        _leases.LosesAnswer = true;
        await Assert.ThrowsAsync<Core.Ledger.LedgerUnavailableException>(node.ExchangeAsync);
        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.1m, out _));
        await node.StopAsync();
        Assert.Equal(100_000_000, _leases.Granted("key k", LimitWindow.Day, Noon.Date));
    }

    [Fact]
    public async Task Period_TurnsOver_WithASliceHadBefore_AndTheOldOneGivenBack()
    {
        var node = new Node(this);
        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.1m, out _));
        _time.Advance(TimeSpan.FromHours(11.95));
        await node.ExchangeAsync();
        _time.Advance(TimeSpan.FromHours(0.1));

        Assert.True(node.TryAsk(0.1m, out _));
        await node.ExchangeAsync();
        Assert.Equal(100_000_000, _leases.Granted("key k", LimitWindow.Day, Noon.Date));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Period_ReplicasClockIsWrong_FollowsTheStores(int hours)
    {
        _time.Advance(TimeSpan.FromHours(11.5));
        var node = new Node(this) { Skew = TimeSpan.FromHours(hours) };
        await node.ExchangeAsync();
        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.1m, out _));
        await node.StopAsync();
        Assert.Equal(100_000_000, _leases.Granted("key k", LimitWindow.Day, Noon.Date));
    }

    [Fact]
    public async Task Limits_Changed_KeepTheSlice()
    {
        var node = new Node(this);
        await node.ExchangeAsync();
        Assert.True(node.TryAsk(0.1m, out _));
        node.Limits = [Day with { Amount = 2 }];
        Assert.True(node.TryAsk(0.1m, out _));
    }

    // Any order of requests, exchanges, kills, lost answers and hours, over three replicas with clocks of their own.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Spending_OfAllReplicas_NeverPassesTheBudget(int seed)
    {
        var random = new Random(seed);
        var nodes = Enumerable.Range(0, 3).Select(i => new Node(this) { Skew = TimeSpan.FromMinutes((i - 1) * 50) }).ToArray();
        var spent = new Dictionary<DateTimeOffset, decimal>();
        for (var step = 0; step < 6_000; step++)
        {
            var at = random.Next(nodes.Length);
            switch (random.Next(100))
            {
                case 0:
                    nodes[at] = new Node(this) { Skew = nodes[at].Skew };
                    break;
                case 1:
                    _leases.LosesAnswer = true;
                    break;
                case 2:
                    _time.Advance(TimeSpan.FromMinutes(random.Next(20)));
                    break;
                case 3:
                    nodes[at].Recall();
                    break;
                case < 30:
                    // Requests do not wait while an exchange is under way.
                    await nodes[at].TryExchangeAsync(() => Ask(nodes[at]));
                    break;
                default:
                    Ask(nodes[at]);
                    break;
            }
        }

        void Ask(Node node)
        {
            var usd = random.Next(1, 60) / 1000m;
            if (node.TryAsk(usd, out _))
            {
                var day = new DateTimeOffset((_time.GetUtcNow() + node.Skew + node.Offset).Date, TimeSpan.Zero);
                spent[day] = spent.GetValueOrDefault(day) + usd;
            }
        }

        Assert.NotEmpty(spent);
        Assert.All(spent, day => Assert.InRange(day.Value, 0.001m, 1m));
        Assert.Contains(spent, day => day.Value > 0.5m);
    }

    // One replica: its meters, and a clock that may be wrong.
    private sealed class Node
    {
        private readonly LeasedBudgetTests _test;
        private readonly Guid _id = Guid.NewGuid();
        private readonly UsageMeters _meters = new() { Terms = new LeaseTerms() };

        public Node(LeasedBudgetTests test)
        {
            _test = test;
            _meters.Terms!.RanShort = () => WasShort = true;
        }

        public TimeSpan Skew { get; init; }

        public IReadOnlyList<UsageLimit> Limits { get; set; } = [Day];

        public bool WasShort { get; private set; }

        public TimeSpan Offset => _meters.Terms!.Offset;

        private DateTimeOffset Now => _test._time.GetUtcNow() + Skew;

        private UsageMeter Meter => _meters.For("key k", Limits, TimeSpan.Zero, Now)!;

        public bool TryAsk(decimal usd, out LimitDenial denial)
        {
            var demand = new UsageDemand(1, NanoUsd.FromUsd(usd));
            if (!Meter.TryEnter(demand, TimeSpan.Zero, Now, out denial))
            {
                return false;
            }

            Meter.Leave(demand, demand, Now);
            return true;
        }

        public Task ExchangeAsync() => ExchangeAsync(isLast: false);

        public Task StopAsync() => ExchangeAsync(isLast: true);

        public void Recall() => _meters.Recall("key k");

        public async Task TryExchangeAsync(Action meanwhile)
        {
            try
            {
                await ExchangeAsync(isLast: false, meanwhile);
            }
            catch (Core.Ledger.LedgerUnavailableException)
            {
                // As upkeep does: the next one sets it right.
            }
        }

        private async Task ExchangeAsync(bool isLast, Action? meanwhile = null)
        {
            Assert.NotNull(Meter);
            if (!_meters.Terms!.IsKnown)
            {
                _meters.Take([], await _test._leases.ExchangeAsync(_id, []), Now);
            }

            var wishes = _meters.Wishes(Now, isLast);
            meanwhile?.Invoke();
            if (wishes.Count > 0)
            {
                var reply = await _test._leases.ExchangeAsync(_id, wishes);
                meanwhile?.Invoke();
                _meters.Take(wishes, reply, Now);
            }
        }
    }
}
