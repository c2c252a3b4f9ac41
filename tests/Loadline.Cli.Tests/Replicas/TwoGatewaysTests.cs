using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Storage.Postgres;
using Loadline.Testing;
using Loadline.Testing.Postgres;
using Xunit.Abstractions;

namespace Loadline.Cli.Tests.Replicas;

/// <summary>Two gateways on one PostgreSQL, keys whose budgets end inside the run, and a kill in the middle.</summary>
/// <remarks>600 requests over 6 keys in every run; LOADLINE_REPLICA_REQUESTS=10000 and 20 keys in tests/slow.sh.</remarks>
public sealed class TwoGatewaysTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 16;
    private const decimal Cost = 0.001m;

    // As long as the upstream's bill says: a process that has just begun reserves by the length, not by what it learned of the provider.
    private static readonly string Padding = string.Concat(Enumerable.Repeat(" and my story is long", 120));

    // Processes in the order of their starts; the second is the one that is killed.
    private const int Killed = 1;

    private readonly TemporaryFolder _folder = new();
    private readonly AskedRequests _asked = new();

    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("LOADLINE_REPLICA_REQUESTS") ?? "600", CultureInfo.InvariantCulture);

    private static int KeyCount => Requests >= 10_000 ? 20 : 6;

    public void Dispose() => _folder.Dispose();

    [PostgresFact]
    public async Task Kill_OneOfTwo_NoBudgetIsPassed_AndTheLedgerLacksOnlyWhatWasNotAcknowledged()
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Usage = new FakeUsage(600, 200) });
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        await WriteConfigAsync(upstream, address);
        Assert.Equal("", PostgresAddress.Read(address, out var options));
        var (opened, _) = await PostgresLedger.OpenAsync(options);
        await using var ledger = opened;

        // Two in three of a key's requests find money.
        var budget = Math.Floor(Requests * 2m / 3 / KeyCount) * Cost;
        var keys = await MakeKeysAsync(ledger, budget);
        var (statuses, acknowledged) = (new ConcurrentDictionary<int, int>(), 0L);
        await using (var first = Start())
        {
            var second = Start();
            var gateways = new[] { new Gateway(await first.AddressAsync(), 0), new Gateway(await second.AddressAsync(), Killed) };
            var asked = 0;
            var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var load = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                for (int i; (i = Interlocked.Increment(ref asked)) <= Requests;)
                {
                    if (i == Requests / 2)
                    {
                        half.SetResult();
                    }

                    var status = await AskAsync(gateways[i % 2], $"{i} first", i % KeyCount, keys[i % KeyCount]);
                    if (status == 0)
                    {
                        // As a balancer would: the other one.
                        statuses.AddOrUpdate(0, 1, static (_, count) => count + 1);
                        status = await AskAsync(gateways[(i + 1) % 2], $"{i} again", i % KeyCount, keys[i % KeyCount]);
                    }

                    statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
                    if (status == 429)
                    {
                        // Slices are exchanged every second; asking faster would only meet the same one.
                        await Task.Delay(Requests >= 10_000 ? 20 : 5);
                    }
                }
            })).ToList();
            await half.Task;
            acknowledged = await AcknowledgedAsync(gateways[1].Address);
            await second.SignalAsync("KILL");
            await second.DisposeAsync();
            second = Start();
            gateways[1] = new Gateway(await second.AddressAsync(), 2);
            await Task.WhenAll(load);
            await first.SignalAsync("TERM");
            await second.SignalAsync("TERM");
            Assert.Equal(0, (await first.EndAsync()).ExitCode);
            Assert.Equal(0, (await second.EndAsync()).ExitCode);
            await second.DisposeAsync();
        }

        // 1. No budget was passed, by the upstream's own count.
        var sent = upstream.Requests.GroupBy(request => AskedRequests.After("I am key ", request)).ToDictionary(group => group.Key, group => group.Count() * Cost);
        Assert.Equal(KeyCount, sent.Count);
        Assert.All(sent, key => Assert.True(key.Value <= budget, $"key {key.Key} spent {key.Value} of {budget}"));

        // 2. Each of the upstream's requests has its row, but for those that the killed process had not been acknowledged: these are listed.
        var rows = await AskedRequests.RowsAsync(ledger);
        var tags = upstream.Requests.Select(request => AskedRequests.After("Request ", request)).ToList();
        var missing = _asked.Missing(tags, rows);
        var kept = rows.Values.Sum();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Requests} requests over {KeyCount} keys of {budget} USD: {string.Join(", ", statuses.OrderBy(one => one.Key).Select(one => $"{one.Value} x {one.Key}"))}; "
            + $"upstream {tags.Count} calls, spent of the budget {sent.Values.Min() / budget:P1} to {sent.Values.Max() / budget:P1}; ledger {kept} calls in {rows.Count} rows, "
            + $"{_asked.RowsOf(Killed, rows)} of the killed process, {acknowledged} of them seen acknowledged; without a row {missing.Count}, rows that no caller was told of with {_asked.AttemptsOfNobody(rows)} calls"));
        output.WriteLine($"without a row: {string.Join(", ", missing.Select(one => $"request {one.Tag} {one.Decision ?? "(unanswered)"}"))}");
        Assert.All(missing, one => Assert.Equal(Killed, one.Process));
        Assert.Empty(_asked.MissingOfOthers(Killed, rows));
        Assert.Equal(tags.Count - missing.Count, _asked.AttemptsOfTold(rows));
        Assert.InRange(_asked.AttemptsOfNobody(rows), 0, missing.Count(one => one.Decision is null));
        Assert.True(_asked.RowsOf(Killed, rows) >= acknowledged, $"{acknowledged} rows were acknowledged, {_asked.RowsOf(Killed, rows)} are there");

        // A row waits 250 ms at most, and this many requests are under way at once.
        Assert.InRange(missing.Count, 0, Math.Max(400, Requests / 10));
        Assert.True(statuses.GetValueOrDefault(200) > 0 && statuses.GetValueOrDefault(429) > 0);
        Assert.InRange(sent.Values.Sum(), budget * KeyCount * 0.3m, budget * KeyCount);
    }

    private CliProcess Start() => CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");

    private Task WriteConfigAsync(FakeUpstream upstream, string address) => File.WriteAllTextAsync(Path.Combine(_folder.Path, "loadline.yaml"), $$"""
        version: 1
        providers: { fake: { dialect: openai-chat, url: "{{upstream.BaseUrl}}", api_key: k } }
        models: { small: { provider: fake, name: fake-small, price: { input: 1, output: 2 } } }
        routes: { auto: { pool: [small] } }
        storage: { ledger: "{{address}}" }

        """);

    private static async Task<string[]> MakeKeysAsync(PostgresLedger ledger, decimal budget)
    {
        var manager = new KeyManager(new PostgresKeyStore(ledger.Database), TimeProvider.System);
        var keys = new string[KeyCount];
        for (var i = 0; i < keys.Length; i++)
        {
            var draft = new KeyDraft { Name = "k" + i, Limits = [string.Create(CultureInfo.InvariantCulture, $"budget={budget}/month")] };
            Assert.Equal("", draft.Read(TimeProvider.System.GetUtcNow(), out var key));
            (_, keys[i]) = await manager.CreateAsync(key);
        }

        return keys;
    }

    // Asked until there is something: without a row that was acknowledged the kill would tell nothing.
    private static async Task<long> AcknowledgedAsync(Uri address)
    {
        await using var client = await RawClient.ConnectAsync(address);
        var (written, started) = (0L, Stopwatch.GetTimestamp());
        while (written == 0)
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "no row was acknowledged");
            await client.GetAsync("/healthz");
            using var health = JsonDocument.Parse((await client.ReadResponseAsync()).Body);
            written = health.RootElement.GetProperty("ledger").GetProperty("written").GetInt64();
        }

        return written;
    }

    // 0 where nobody answered.
    private async Task<int> AskAsync(Gateway gateway, string tag, int key, string text)
    {
        try
        {
            await using var client = await RawClient.ConnectAsync(gateway.Address);
            _asked.Sent(tag, gateway.Process);
            await client.PostAsync(
                "/v1/chat/completions", $$"""{"model":"auto","max_tokens":200,"messages":[{"role":"user","content":"I am key {{key}}. Request {{tag}}.{{Padding}}"}]}""",
                ("Authorization", "Bearer " + text));
            var answer = await client.ReadResponseAsync();
            _asked.Answered(tag, answer.Head.Header("x-loadline-decision"));
            return answer.Status;
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            return 0;
        }
    }

    private sealed record Gateway(Uri Address, int Process);
}
