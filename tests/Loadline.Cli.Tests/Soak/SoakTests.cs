using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Storage.Sqlite;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Cli.Tests.Soak;

/// <summary>Row 58: the real process under mixed faults for minutes (60 in tests/slow.sh): it grows in nothing, and its ledger is exact.</summary>
public sealed class SoakTests(ITestOutputHelper output) : IDisposable
{
    public const string Canary = "canary-soak-8f21";
    private const string ProviderKey = "key-canary-soak-44d0";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _seen = new();
    private readonly ConcurrentDictionary<int, ConcurrentQueue<RecordedRequest>> _calls = new();

    private static double Minutes => Setting("LOADLINE_SOAK_MINUTES", 3);

    private static double PerSecond => Setting("LOADLINE_SOAK_RPS", 20);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_MixedFaultsForMinutes_NothingGrowsAndTheLedgerIsExact()
    {
        await using var bad = Upstream(isBad: true);
        await using var good = Upstream(isBad: false);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "loadline.yaml"), Config(bad, good));
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var caller = new SoakCaller((await serve.AddressAsync()).Port, _seen);

        var (asked, samples) = await LoadAsync(serve.Id, caller);
        await serve.SignalAsync("TERM");
        var result = await serve.EndAsync();

        var ends = string.Join(", ", caller.Ends.OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}"));
        output.WriteLine($"{asked} requests, {bad.Requests.Count} calls to the bad upstream, {good.Requests.Count} to the good one; {ends}");
        foreach (var sample in (ProcessSample[])[samples[0], samples[samples.Count / 2], samples[^1]])
        {
            output.WriteLine(sample.ToString());
        }

        var (minutes, perTen, grown) = Growth(samples);
        Assert.Equal(0, result.ExitCode);
        Assert.Subset(new HashSet<string> { "ok", "told", "left" }, caller.Ends.Keys.ToHashSet());
        Assert.True(caller.Ends["ok"] > 0.75 * asked, ends);
        Assert.DoesNotContain("crit", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (bad.LiveRequests, good.LiveRequests));
        Assert.Empty(bad.Errors);
        Assert.True(minutes > 30 ? perTen < 1 : grown < 24, $"memory grows: {grown} MiB");
        await LedgerIsExactAsync(caller, asked);
        NoCanary(result);
    }

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private static string Config(FakeUpstream bad, FakeUpstream good) => $$"""
        version: 1
        providers:
          bad: { dialect: openai-chat, url: "{{bad.BaseUrl}}", api_key: {{ProviderKey}} }
          good: { dialect: openai-chat, url: "{{good.BaseUrl}}", api_key: {{ProviderKey}} }
        models:
          small:
            price: { input: 1, output: 2 }
            deployments: [{ provider: bad, name: up-small, weight: 3 }, { provider: good, name: up-small }]
          large: { provider: good, name: up-large, price: { input: 10, output: 20 } }
          embed: { can: [embeddings], deployments: [{ provider: bad, name: up-embed }, { provider: good, name: up-embed }] }
        routes:
          auto:
            pool: [small, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: fixed, use: small }
            timeouts: { first_token: 500ms, whole: 800ms, between_tokens: 500ms, total: 15s }
          vectors:
            pool: [embed]
            mode: enforce
            quality: uncertified
            policy: { kind: fixed, use: embed }
            timeouts: { whole: 800ms, total: 15s }
        storage: { ledger: sqlite:ledger.db }

        """;

    private FakeUpstream Upstream(bool isBad)
    {
        var upstream = FakeUpstream.Start();
        upstream.Choose = request =>
        {
            if (request.Method != "POST")
            {
                return null;
            }

            using var body = request.Json();
            var number = int.Parse(body.RootElement.GetProperty("user").GetString()!, CultureInfo.InvariantCulture);
            var calls = _calls.GetOrAdd(number, static _ => new());
            calls.Enqueue(request);
            _seen.GetOrAdd(number, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return SoakFaults.Draw(number, calls.Count, isBad);
        };
        return upstream;
    }

    // Open loop; a sample each fiftieth of the time.
    private static async Task<(int Asked, List<ProcessSample> Samples)> LoadAsync(int process, SoakCaller caller)
    {
        var total = (int)(Minutes * 60 * PerSecond);
        var samples = new List<ProcessSample>();
        var under = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < total; number++)
        {
            var early = TimeSpan.FromSeconds(number / PerSecond) - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            under.Add(caller.AskAsync(number));
            if (number % 100 == 0)
            {
                under.RemoveAll(static task => task.IsCompletedSuccessfully);
            }

            if (number % Math.Max(1, total / 50) == 0)
            {
                samples.Add(ProcessSample.Take(process, Stopwatch.GetElapsedTime(started).TotalMinutes));
            }
        }

        await Task.WhenAll(under);
        samples.Add(ProcessSample.Take(process, Stopwatch.GetElapsedTime(started).TotalMinutes));
        return (total, samples);
    }

    // The first third warms up: pools, JIT, the ledger's cache, the recent decisions' ring. The bounds for long runs are the table's.
    private (double Minutes, double PerTen, double Grown) Growth(List<ProcessSample> samples)
    {
        var warm = samples.Skip(samples.Count / 3).ToList();
        var half = warm.Count / 2;
        var minutes = warm[^1].Minutes - warm[0].Minutes;
        var grown = Median(warm.Skip(half), one => one.ResidentMb) - Median(warm.Take(half), one => one.ResidentMb);
        var perTen = grown / (minutes / 2) * 10;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RSS after warm-up: {grown:+0.0;-0.0} MiB between the halves of {minutes:0.0} min, {perTen:+0.00;-0.00} MiB in 10 min"));
        Assert.InRange(Median(warm.Skip(half), one => one.Handles) - Median(warm.Take(half), one => one.Handles), -1000, 10);
        Assert.InRange(Median(warm.Skip(half), one => one.Threads) - Median(warm.Take(half), one => one.Threads), -1000, 3);
        return (minutes, perTen, grown);
    }

    private static double Median(IEnumerable<ProcessSample> samples, Func<ProcessSample, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    // Request by request: as many calls as the upstreams saw, and the tokens that they themselves billed. Where a timer ended a call whose bill
    // was already on its way, nobody read it: then the record must say that it may have been billed, which is counted and told.
    private async Task LedgerIsExactAsync(SoakCaller caller, int asked)
    {
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, "ledger.db"), MustExist: true));
        Assert.Equal("", ledger.Check());
        var rows = await RowsAsync(ledger);
        Assert.Equal(asked, rows.Count);
        var wrong = new List<string>();
        var flagged = 0;
        foreach (var (number, id) in caller.Decisions)
        {
            var attempts = rows[id].Attempts.Where(attempt => attempt.Outcome is not "upstream_connect").ToList();
            var calls = _calls.TryGetValue(number, out var seen) ? seen.ToList() : [];
            var unseen = attempts.Count(attempt => attempt.Outcome == "upstream_stale");
            var billed = calls.Where(call => call.Billed is not null).Sum(call => call.Billed!.Value.Input + call.Billed!.Value.Output);
            var kept = attempts.Where(attempt => attempt.Usage is not null).Sum(attempt => attempt.Usage!.Value.Input + attempt.Usage!.Value.Output);
            if (attempts.Count - calls.Count < 0 || attempts.Count - calls.Count > unseen || kept > billed
                || (kept < billed && !attempts.Exists(attempt => attempt.Usage is null && attempt.PossiblyBilled)))
            {
                wrong.Add($"{number}: {attempts.Count} attempts for {calls.Count} calls, {kept} tokens for {billed}: {string.Join(' ', attempts.Select(attempt => attempt.Outcome))}");
            }

            flagged += kept < billed ? 1 : 0;
        }

        output.WriteLine($"ledger: {rows.Count} rows, {rows.Values.Sum(row => row.Attempts.Count)} attempts, {caller.Decisions.Count} held against the upstreams' own count, {flagged} billed unread and flagged so, {wrong.Count} wrong");
        Assert.True(flagged <= 2 + (asked / 1000), $"{flagged} bills were not read");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));
    }

    private static async Task<Dictionary<string, DecisionRecord>> RowsAsync(SqliteLedger ledger)
    {
        var rows = new Dictionary<string, DecisionRecord>(StringComparer.Ordinal);
        var page = new LedgerPage { Limit = 10_000, NewestFirst = false };
        while (await ledger.Decisions.ListAsync(page) is { Count: > 0 } found)
        {
            foreach (var entry in found)
            {
                rows.Add(entry.Decision.Id, entry.Decision);
            }

            page = page with { After = found[^1].Decision.Id };
        }

        return rows;
    }

    // What callers said and what keys are is neither in the ledger's files nor in what the process wrote.
    private void NoCanary(CliResult result)
    {
        foreach (var canary in (string[])[Canary, ProviderKey])
        {
            Assert.DoesNotContain(canary, result.Output + result.Error, StringComparison.Ordinal);
            foreach (var file in Directory.EnumerateFiles(_folder.Path, "ledger.db*"))
            {
                Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(canary)) < 0, $"{canary} is in {Path.GetFileName(file)}");
            }
        }
    }
}
