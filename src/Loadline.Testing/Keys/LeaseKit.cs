using Loadline.Core.Limits;

namespace Loadline.Testing.Keys;

/// <summary>What every store that hands out slices of budgets must do; each check takes an empty store and throws where it fails.</summary>
public static class LeaseKit
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets every check by name.</summary>
    public static IReadOnlyDictionary<string, Func<IBudgetLeases, Task>> Checks { get; } = new Dictionary<string, Func<IBudgetLeases, Task>>(StringComparer.Ordinal)
    {
        ["slices never sum to more than the limit"] = NeverMoreAsync,
        ["the same wish twice changes nothing"] = TwiceAsync,
        ["what is given back can be had by another"] = GivenBackAsync,
        ["a need is met whole or not at all"] = WholeAsync,
        ["a rest that covers nothing goes to whom it completes"] = RestAsync,
        ["what was spent beyond a slice is counted"] = OverspentAsync,
        ["periods and subjects are apart"] = ApartAsync,
        ["a wish for many budgets is answered in their order"] = ManyAsync,
        ["replicas at once get no more than there is"] = AtOnceAsync,
    };

    private static LeaseWish Wish(long wanted, long spent = 0, long needed = 0, string subject = "key a", long limit = 1_000, int day = 0, long kept = long.MaxValue) =>
        new(subject, LimitWindow.Day, Start.AddDays(day), limit, wanted, needed, kept, spent);

    private static async Task<LeaseGrant> AskAsync(IBudgetLeases leases, Guid node, LeaseWish wish) => (await leases.ExchangeAsync(node, [wish]).ConfigureAwait(false)).Grants[0];

    private static async Task NeverMoreAsync(IBudgetLeases leases)
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        Same(new LeaseGrant("key a", LimitWindow.Day, Start, 500, 500, 0), await AskAsync(leases, a, Wish(1_000)).ConfigureAwait(false));
        Same(1_000L, (await AskAsync(leases, b, Wish(900, needed: 500)).ConfigureAwait(false)).TotalGranted);
        Same(500L, (await AskAsync(leases, a, Wish(700, needed: 700)).ConfigureAwait(false)).Granted);
    }

    private static async Task TwiceAsync(IBudgetLeases leases)
    {
        var node = Guid.NewGuid();
        await AskAsync(leases, node, Wish(300, spent: 100)).ConfigureAwait(false);
        Same(new LeaseGrant("key a", LimitWindow.Day, Start, 300, 300, 100), await AskAsync(leases, node, Wish(300, spent: 100)).ConfigureAwait(false));
    }

    private static async Task GivenBackAsync(IBudgetLeases leases)
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await AskAsync(leases, a, Wish(1_000, needed: 1_000)).ConfigureAwait(false);
        Same(0L, (await AskAsync(leases, b, Wish(10, needed: 10)).ConfigureAwait(false)).Granted);
        Same(400L, (await AskAsync(leases, a, Wish(100, spent: 400)).ConfigureAwait(false)).Granted);
        Same(new LeaseGrant("key a", LimitWindow.Day, Start, 600, 1_000, 400), await AskAsync(leases, b, Wish(800, needed: 800)).ConfigureAwait(false));
    }

    private static async Task WholeAsync(IBudgetLeases leases)
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await AskAsync(leases, a, Wish(900, needed: 900)).ConfigureAwait(false);
        Same(0L, (await AskAsync(leases, b, Wish(101, needed: 101, kept: 0)).ConfigureAwait(false)).Granted);
        Same(100L, (await AskAsync(leases, b, Wish(100, needed: 100, kept: 0)).ConfigureAwait(false)).Granted);
    }

    private static async Task RestAsync(IBudgetLeases leases)
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await AskAsync(leases, a, Wish(600, needed: 600)).ConfigureAwait(false);
        await AskAsync(leases, b, Wish(400, needed: 400)).ConfigureAwait(false);

        // Either has spent all but 60 and 40, and waits for 100.
        Same(600L, (await AskAsync(leases, a, Wish(640, spent: 540, needed: 640, kept: 600)).ConfigureAwait(false)).Granted);
        Same(540L, (await AskAsync(leases, a, Wish(640, spent: 540, needed: 640, kept: 540)).ConfigureAwait(false)).Granted);
        Same(new LeaseGrant("key a", LimitWindow.Day, Start, 460, 1_000, 900), await AskAsync(leases, b, Wish(460, spent: 360, needed: 460, kept: 400)).ConfigureAwait(false));
    }

    private static async Task OverspentAsync(IBudgetLeases leases)
    {
        var (a, b) = (Guid.NewGuid(), Guid.NewGuid());
        await AskAsync(leases, a, Wish(1_000, needed: 1_000)).ConfigureAwait(false);
        Same(1_050L, (await AskAsync(leases, a, Wish(1_050, spent: 1_050)).ConfigureAwait(false)).TotalGranted);
        Same(0L, (await AskAsync(leases, b, Wish(1, needed: 1)).ConfigureAwait(false)).Granted);
    }

    private static async Task ApartAsync(IBudgetLeases leases)
    {
        var node = Guid.NewGuid();
        await AskAsync(leases, node, Wish(1_000, needed: 1_000)).ConfigureAwait(false);
        Same(1_000L, (await AskAsync(leases, node, Wish(1_000, needed: 1_000, day: 1)).ConfigureAwait(false)).Granted);
        Same(1_000L, (await AskAsync(leases, node, Wish(1_000, needed: 1_000, subject: "team a")).ConfigureAwait(false)).Granted);
    }

    private static async Task ManyAsync(IBudgetLeases leases)
    {
        var wishes = Enumerable.Range(0, 1_203).Select(i => Wish(i, needed: i, subject: "key " + ((i * 7919) % 1_203), limit: 5_000)).ToList();
        var reply = await leases.ExchangeAsync(Guid.NewGuid(), wishes).ConfigureAwait(false);
        Same(string.Join(' ', wishes.Select(wish => $"{wish.Subject} {wish.Wanted}")), string.Join(' ', reply.Grants.Select(grant => $"{grant.Subject} {grant.Granted}")));
    }

    private static async Task AtOnceAsync(IBudgetLeases leases)
    {
        var last = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            var (node, held, random) = (Guid.NewGuid(), 0L, new Random(number));
            for (var i = 0; i < 25; i++)
            {
                // Two budgets, in an order that differs from replica to replica.
                var wishes = new[] { Wish(held + random.Next(60), needed: held + random.Next(60)), Wish(10, subject: "key b") };
                var reply = await leases.ExchangeAsync(node, number % 2 == 0 ? wishes : [wishes[1], wishes[0]]).ConfigureAwait(false);
                held = reply.Grants.Single(grant => grant.Subject == "key a").Granted;
            }

            return held;
        }))).ConfigureAwait(false);
        var total = (await AskAsync(leases, Guid.NewGuid(), Wish(0)).ConfigureAwait(false)).TotalGranted;
        Same(total, last.Sum());
        Same(true, total is > 900 and <= 1_000);
    }

    private static void Same<T>(T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new Ledger.LedgerCheckException($"expected {expected}, found {found}");
        }
    }
}
