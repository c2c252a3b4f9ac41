using Loadline.Core.Limits;

namespace Loadline.Testing.Keys;

/// <summary>Slices of budgets in memory, with a clock of its own: what replicas in one test share.</summary>
public sealed class MemoryLeases(TimeProvider time) : IBudgetLeases
{
    private readonly Dictionary<(string, LimitWindow, DateTimeOffset), Dictionary<Guid, (long Granted, long Spent)>> _budgets = [];
    private readonly Lock _gate = new();

    /// <summary>Gets or sets a value indicating whether it fails, as a store does that is away.</summary>
    public bool IsAway { get; set; }

    /// <summary>Gets or sets a value indicating whether the next answer is lost after it was carried out.</summary>
    public bool LosesAnswer { get; set; }

    /// <summary>Tells what was handed out of a budget.</summary>
    public long Granted(string subject, LimitWindow per, DateTimeOffset start)
    {
        lock (_gate)
        {
            return _budgets.TryGetValue((subject, per, start), out var nodes) ? nodes.Values.Sum(static node => node.Granted) : 0;
        }
    }

    /// <inheritdoc/>
    public ValueTask<LeaseReply> ExchangeAsync(Guid node, IReadOnlyList<LeaseWish> wishes, CancellationToken cancellationToken = default)
    {
        if (IsAway)
        {
            throw new Core.Ledger.LedgerUnavailableException("The store is away.");
        }

        lock (_gate)
        {
            var grants = wishes.Select(wish => Exchange(node, wish)).ToList();
            if (LosesAnswer)
            {
                LosesAnswer = false;
                throw new Core.Ledger.LedgerUnavailableException("The answer is lost.");
            }

            return ValueTask.FromResult(new LeaseReply(time.GetUtcNow(), grants));
        }
    }

    private LeaseGrant Exchange(Guid node, LeaseWish wish)
    {
        var key = (wish.Subject, wish.Per, wish.Start);
        if (!_budgets.TryGetValue(key, out var nodes))
        {
            _budgets[key] = nodes = [];
        }

        var own = nodes.GetValueOrDefault(node);
        var spent = Math.Max(own.Spent, wish.Spent);
        nodes[node] = (LeaseShares.Grant(wish with { Spent = spent }, own.Granted, nodes.Values.Sum(static other => other.Granted)), spent);
        return new LeaseGrant(
            wish.Subject, wish.Per, wish.Start, nodes[node].Granted, nodes.Values.Sum(static other => other.Granted), nodes.Values.Sum(static other => other.Spent));
    }
}
