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

    // Long enough for the ring of recent decisions to be full when the first third is over; the bounds of shorter runs only find what is gross.
    private static bool IsLong => Minutes * PerSecond * 60 / 3 > 11_000;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_MixedFaultsForMinutes_NothingGrowsAndTheLedgerIsExact()
    {
        await using var bad = Upstream(isBad: true);
        await using var good = Upstream(isBad: false);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "loadline.yaml"), Config(bad, good));
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var port = (await serve.AddressAsync()).Port;
        var caller = new SoakCaller(port, _seen);

        var (asked, samples) = await LoadAsync(serve.Id, port, caller);
        await serve.SignalAsync("TERM");
        var result = await serve.EndAsync();

        var ends = string.Join(", ", caller.Ends.OrderByDescending(end => end.Value).Select(end => $"{end.Value} {end.Key}"));
        output.WriteLine($"{asked} requests, {bad.Requests.Count} calls to the bad upstream, {good.Requests.Count} to the good one; {ends}");
        NothingGrows(samples);
        Assert.Equal(0, result.ExitCode);
        Assert.Subset(new HashSet<string> { "ok", "told", "left" }, caller.Ends.Keys.ToHashSet());
        Assert.True(caller.Ends["ok"] > (IsLong ? 0.75 : 0.5) * asked, ends);
        Assert.DoesNotContain("crit", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", result.Error, StringComparison.Ordinal);
        Assert.Equal((0, 0), (bad.LiveRequests, good.LiveRequests));
        Assert.Empty(bad.Errors);
        await LedgerIsExactAsync(caller, asked);
        NoCanary(result);
    }

    private static double Setting(string name, double otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    // Two ways to the bad upstream: one that the breaker soon closes, and one that goes on being asked, so that faults go on.
    private static string Config(FakeUpstream bad, FakeUpstream good) => $$"""
        version: 1
        providers:
          bad: { dialect: openai-chat, url: "{{bad.BaseUrl}}", api_key: {{ProviderKey}} }
          worse: { dialect: openai-chat, url: "{{bad.BaseUrl}}", api_key: {{ProviderKey}}, breaker: off }
          good: { dialect: openai-chat, url: "{{good.BaseUrl}}", api_key: {{ProviderKey}} }
        models:
          small:
            price: { input: 1, output: 2 }
            deployments: [{ provider: bad, name: up-small, weight: 2 }, { provider: worse, name: up-small }, { provider: good, name: up-small }]
          large: { provider: good, name: up-large, price: { input: 10, output: 20 } }
          embed: { can: [embeddings], deployments: [{ provider: bad, name: up-embed }, { provider: worse, name: up-embed }, { provider: good, name: up-embed }] }
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
    private async Task<(int Asked, List<ProcessSample> Samples)> LoadAsync(int process, int port, SoakCaller caller)
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
                var minutes = Stopwatch.GetElapsedTime(started).TotalMinutes;
                samples.Add(samples.Count % 10 == 0 ? await ProcessSample.TakeLiveAsync(process, port, minutes) : ProcessSample.Take(process, minutes));
                if (samples[^1].LiveMb > 0)
                {
                    output.WriteLine(samples[^1].ToString());
                }
            }
        }

        await Task.WhenAll(under);
        samples.Add(await ProcessSample.TakeLiveAsync(process, port, Stopwatch.GetElapsedTime(started).TotalMinutes));
        output.WriteLine(samples[^1].ToString());
        return (total, samples);
    }

    // The first third warms up: pools, JIT, the ledger's cache, the recent decisions' ring. What is resident goes up and down with the garbage that
    // waits to be collected; a leak is what grows of that which is alive after a full collection, or beside the heap.
    private void NothingGrows(List<ProcessSample> samples)
    {
        var warm = samples.Skip(samples.Count / 3).ToList();
        var half = warm.Count / 2;
        var minutes = warm[^1].Minutes - warm[0].Minutes;
        var collected = warm.FindAll(static one => one.LiveMb > 0);
        var (first, last) = (collected[0], collected[^1]);
        var tens = Math.Max(1, (last.Minutes - first.Minutes) / 10);
        var (alive, beside) = ((last.LiveMb - first.LiveMb) / tens, (last.OwnMb - last.HeapMb - first.OwnMb + first.HeapMb) / tens);
        var resident = Grown(static one => one.ResidentMb);
        var (handles, threads) = (Grown(static one => one.Handles), Grown(static one => one.Threads));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"after warm-up: {alive:+0.00;-0.00} MiB alive and {beside:+0.00;-0.00} MiB beside the heap in 10 min; between the halves of {minutes:0.0} min: RSS {resident:+0.0;-0.0} MiB, {handles:+0;-0;0} handles, {threads:+0;-0;0} threads"));
        Assert.True(alive < (IsLong ? 1 : 24), $"{alive} MiB more are alive every 10 min");
        Assert.True(beside < (IsLong ? 8 : 48), $"{beside} MiB more beside the heap every 10 min");
        Assert.True(resident < (IsLong ? 16 : 64), $"{resident} MiB more are resident");
        Assert.True(handles <= (IsLong ? 10 : 60), $"{handles} handles more");
        Assert.True(threads <= (IsLong ? 3 : 16), $"{threads} threads more");

        double Grown(Func<ProcessSample, double> value) => Median(warm.Skip(half), value) - Median(warm.Take(half), value);
    }

    private static double Median(IEnumerable<ProcessSample> samples, Func<ProcessSample, double> value)
    {
        var sorted = samples.Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    // Call by call, in the order they were made; see SoakLedger for what may differ.
    private async Task LedgerIsExactAsync(SoakCaller caller, int asked)
    {
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, "ledger.db"), MustExist: true));
        Assert.Equal("", ledger.Check());
        var rows = await RowsAsync(ledger);
        Assert.Equal(asked, rows.Count);
        var account = new SoakLedger();
        foreach (var (number, id) in caller.Decisions)
        {
            account.Hold(number, rows[id].Attempts, _calls.TryGetValue(number, out var seen) ? [.. seen] : []);
            rows.Remove(id);
        }

        account.HoldAll(
            [.. rows.Values.SelectMany(static row => row.Attempts)],
            [.. _calls.Where(call => !caller.Decisions.ContainsKey(call.Key)).SelectMany(static call => call.Value)]);
        output.WriteLine(account.ToString());
        Assert.True(account.Wrong.Count == 0, string.Join('\n', account.Wrong.Take(20)));
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
