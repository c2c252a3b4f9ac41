using Loadline.Core.Limits;
using Loadline.Testing;
using Loadline.Testing.Keys;

namespace Loadline.Core.Tests.Limits;

/// <summary>Replicas that share one budget as gateways do: an exchange a second, and at once where a request found too little or another replica called.</summary>
internal sealed class LeasedReplicas
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly MemoryLeases _leases;
    private readonly IReadOnlyList<UsageLimit> _limits;
    private readonly List<Replica> _replicas;

    public LeasedReplicas(int count, decimal budget)
    {
        _leases = new MemoryLeases(_time);
        _limits = [new UsageLimit(LimitedUse.Budget, LimitWindow.Month, budget)];
        _replicas = [.. Enumerable.Range(0, count).Select(_ => new Replica())];
        _replicas.ForEach(replica => replica.Meters.Terms!.RanShort = () => replica.IsWoken = true);
        Pass(TimeSpan.FromSeconds(2));
    }

    /// <summary>Gets or sets a value indicating whether replicas hear each other.</summary>
    public bool HearHints { get; init; } = true;

    /// <summary>Gets how many exchanges there were.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Gets how often a replica told the others to look.</summary>
    public int Calls { get; private set; }

    /// <summary>Gets what was spent, in USD.</summary>
    public decimal Spent { get; private set; }

    /// <summary>Has a replica die, with what it holds.</summary>
    public void Kill(int replica) => _replicas[replica].IsDead = true;

    /// <summary>Asks one: a request that reserves so much and costs as much or less.</summary>
    public bool Ask(int replica, decimal worst, decimal? cost = null)
    {
        var meter = Meter(_replicas[replica]);
        var demand = new UsageDemand(1, NanoUsd.FromUsd(worst));
        if (!meter.TryEnter(demand, TimeSpan.Zero, _time.GetUtcNow(), out _))
        {
            return false;
        }

        meter.Leave(demand, new UsageDemand(1, NanoUsd.FromUsd(cost ?? worst)), _time.GetUtcNow());
        Spent += cost ?? worst;
        return true;
    }

    /// <summary>Lets time pass, ten milliseconds after ten milliseconds, with something done in each.</summary>
    public void Pass(TimeSpan time, Action? each = null)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            _time.Advance(Step);
            each?.Invoke();
            foreach (var replica in _replicas)
            {
                // Ticks come at another time in each.
                replica.Passed += Step;
                var isTick = (replica.Passed - (_replicas.IndexOf(replica) * 13 * Step)).Ticks % TimeSpan.TicksPerSecond == 0;
                if (!replica.IsDead && (isTick || replica.IsWoken))
                {
                    Exchange(replica);
                }
            }
        }
    }

    private UsageMeter Meter(Replica replica) => replica.Meters.For("key k", _limits, TimeSpan.Zero, _time.GetUtcNow())!;

    private void Exchange(Replica replica)
    {
        replica.IsWoken = false;
        Assert.NotNull(Meter(replica));
        if (!replica.Meters.Terms!.IsKnown)
        {
            replica.Meters.Take([], Reply(replica, []), _time.GetUtcNow());
        }

        var wishes = replica.Meters.Wishes(_time.GetUtcNow());
        if (wishes.Count == 0)
        {
            return;
        }

        Exchanges++;
        foreach (var subject in replica.Meters.Take(wishes, Reply(replica, wishes), _time.GetUtcNow()))
        {
            Calls++;
            foreach (var other in HearHints ? _replicas.Where(other => other != replica) : [])
            {
                other.Meters.Recall(subject);
                other.IsWoken = true;
            }
        }
    }

    private LeaseReply Reply(Replica replica, IReadOnlyList<LeaseWish> wishes) => _leases.ExchangeAsync(replica.Node, wishes).AsTask().GetAwaiter().GetResult();

    private sealed class Replica
    {
        public Guid Node { get; } = Guid.NewGuid();

        public UsageMeters Meters { get; } = new() { Terms = new LeaseTerms() };

        public bool IsWoken { get; set; }

        public bool IsDead { get; set; }

        public TimeSpan Passed { get; set; }
    }
}
