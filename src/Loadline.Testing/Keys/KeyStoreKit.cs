using Loadline.Core.Keys;
using Loadline.Core.Limits;

namespace Loadline.Testing.Keys;

/// <summary>What every store of keys and spending must do, as checks that need no test framework: each takes an empty store and throws where it fails.</summary>
public static class KeyStoreKit
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Gets every check by name.</summary>
    public static IReadOnlyDictionary<string, Func<IKeyStore, ISpendingStore, Task>> Checks { get; } =
        new Dictionary<string, Func<IKeyStore, ISpendingStore, Task>>(StringComparer.Ordinal)
        {
            ["a key comes back as it was"] = (keys, _) => KeysComeBackAsync(keys),
            ["a key saved again replaces itself"] = (keys, _) => KeysAreReplacedAsync(keys),
            ["every change raises the version"] = (keys, _) => VersionRisesAsync(keys),
            ["keys are listed oldest first"] = (keys, _) => OldestFirstAsync(keys),
            ["spending adds up, each period for itself"] = (_, spending) => SpendingAddsUpAsync(spending),
            ["spending from many at once is all there"] = (_, spending) => SpendingIsAtomicAsync(spending),
            ["a mark is noted once, whoever notes it"] = (_, spending) => MarksAreNotedOnceAsync(spending),
        };

    private static ApiKey Sample(ulong id, int day = 0) => new()
    {
        Id = id,
        Name = "search \"team\" ✓",
        Team = "search",
        Role = KeyRole.Operator,
        Hash = new byte[] { 1, 2, 3 },
        PreviousHash = new byte[] { 4 },
        PreviousUntil = Start.AddDays(2),
        Created = Start.AddDays(day),
        Expires = Start.AddDays(90).AddTicks(1),
        Revoked = null,
        Scope = new KeyScope { Routes = ["auto"], Models = ["small", "large"], Residency = "eu", MaxCostUsd = 0.25, MaySeePrompts = true },
        Limits = [new UsageLimit(LimitedUse.Budget, LimitWindow.Month, 12.345678901m), new UsageLimit(LimitedUse.Concurrency, LimitWindow.None, 8)],
    };

    private static async Task KeysComeBackAsync(IKeyStore store)
    {
        var full = Sample(ulong.MaxValue >> 4);
        var bare = new ApiKey { Id = 1, Name = "bare", Hash = new byte[32], Created = Start.AddDays(1) };
        await store.SaveAsync(full).ConfigureAwait(false);
        await store.SaveAsync(bare).ConfigureAwait(false);
        var read = await store.ListAsync().ConfigureAwait(false);
        Same(Text(full), Text(read[0]));
        Same(Text(bare), Text(read[1]));
    }

    private static async Task KeysAreReplacedAsync(IKeyStore store)
    {
        await store.SaveAsync(Sample(5)).ConfigureAwait(false);
        await store.SaveAsync(Sample(5) with { Name = "renamed", Revoked = Start.AddDays(3), Team = null }).ConfigureAwait(false);
        var read = await store.ListAsync().ConfigureAwait(false);
        Same(1, read.Count);
        Same(Text(Sample(5) with { Name = "renamed", Revoked = Start.AddDays(3), Team = null }), Text(read[0]));
    }

    private static async Task VersionRisesAsync(IKeyStore store)
    {
        var first = await store.VersionAsync().ConfigureAwait(false);
        await store.SaveAsync(Sample(5)).ConfigureAwait(false);
        var second = await store.VersionAsync().ConfigureAwait(false);
        await store.SaveAsync(Sample(5)).ConfigureAwait(false);
        Same(true, second > first && await store.VersionAsync().ConfigureAwait(false) > second);
    }

    private static async Task OldestFirstAsync(IKeyStore store)
    {
        foreach (var day in new[] { 3, 1, 2 })
        {
            await store.SaveAsync(Sample((ulong)day + 10, day)).ConfigureAwait(false);
        }

        var read = await store.ListAsync().ConfigureAwait(false);
        Same("11 12 13", string.Join(' ', read.Select(key => key.Id)));
    }

    private static async Task SpendingAddsUpAsync(ISpendingStore store)
    {
        await store.AddAsync([new Spending("key a", LimitWindow.Month, Start, 5), new Spending("key a", LimitWindow.Day, Start, 5)]).ConfigureAwait(false);
        await store.AddAsync([new Spending("key a", LimitWindow.Month, Start, 7), new Spending("key b", LimitWindow.Month, Start, 1)]).ConfigureAwait(false);
        await store.AddAsync([new Spending("key a", LimitWindow.Month, Start.AddMonths(-1), 100)]).ConfigureAwait(false);
        var read = (await store.SpentAsync(Start).ConfigureAwait(false)).OrderBy(row => row.Subject).ThenBy(row => row.Window).ToList();
        Same("key a Day 5; key a Month 12; key b Month 1", string.Join("; ", read.Select(row => $"{row.Subject} {row.Window} {row.Nano}")));
        Same(4, (await store.SpentAsync(Start.AddYears(-1)).ConfigureAwait(false)).Count);
        Same(Start, read[0].Start);
    }

    private static async Task SpendingIsAtomicAsync(ISpendingStore store)
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await store.AddAsync([new Spending("team t", LimitWindow.Month, Start, 3)]).ConfigureAwait(false);
            }
        }))).ConfigureAwait(false);
        Same(1200L, (await store.SpentAsync(Start).ConfigureAwait(false)).Single().Nano);
    }

    private static async Task MarksAreNotedOnceAsync(ISpendingStore store)
    {
        var mark = new BudgetMark("team t", LimitWindow.Month, Start, 5_000_000_000, 8000);
        var noted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await store.TryMarkAsync(mark).ConfigureAwait(false)))).ConfigureAwait(false);
        Same(1, noted.Count(isFirst => isFirst));
        foreach (var other in new[]
        {
            mark with { Subject = "team u" }, mark with { Window = LimitWindow.Day }, mark with { Start = Start.AddMonths(1) }, mark with { LimitNano = 6 },
            mark with { Point = BudgetMark.Exhausted },
        })
        {
            Same(true, await store.TryMarkAsync(other).ConfigureAwait(false));
            Same(false, await store.TryMarkAsync(other).ConfigureAwait(false));
        }

        // What nobody asks about any more is forgotten.
        Same(true, await store.TryMarkAsync(mark with { Start = Start.AddYears(1) }).ConfigureAwait(false));
        Same(true, await store.TryMarkAsync(mark).ConfigureAwait(false));
    }

    private static string Text(ApiKey key) => string.Join(
        '|',
        key.Id, key.Name, key.Team, key.Role, Convert.ToHexString(key.Hash.Span), Convert.ToHexString(key.PreviousHash.Span), key.PreviousUntil.UtcTicks,
        key.Created.UtcTicks, key.Expires?.UtcTicks, key.Revoked?.UtcTicks, string.Join(',', key.Scope.Routes), string.Join(',', key.Scope.Models),
        key.Scope.Residency, key.Scope.MaxCostUsd, key.Scope.MaySeePrompts, string.Join(',', key.Limits));

    private static void Same<T>(T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new Ledger.LedgerCheckException($"expected {expected}, found {found}");
        }
    }
}
