using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Ledger;
using Loadline.Storage.Postgres;
using Loadline.Storage.Sqlite;
using Loadline.Testing;
using Loadline.Testing.Postgres;
using Xunit.Abstractions;

namespace Loadline.Cli.Tests.Ledger;

/// <summary>A gateway under load is killed, again and again, over one ledger: what it had acknowledged is there, and the file is sound.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 8;

    private readonly TemporaryFolder _folder = new();

    // LOADLINE_KILLS=50 in tests/slow.sh.
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("LOADLINE_KILLS") ?? "3", CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task Kill_UnderLoad_LosesNothingAcknowledged() => KillAsync("sqlite:ledger.db", () =>
    {
        var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, "ledger.db"), MustExist: true));
        Assert.Equal("", ledger.Check());
        return Task.FromResult<ILedger>(ledger);
    });

    [PostgresFact]
    public async Task Kill_UnderLoadOnPostgres_LosesNothingAcknowledged()
    {
        var address = (await PostgresServer.SharedAsync()).NewAddress();
        Assert.Equal("", PostgresAddress.Read(address, out var options));
        await KillAsync(address, async () => (await PostgresLedger.OpenAsync(options)).Ledger);
    }

    private async Task KillAsync(string address, Func<Task<ILedger>> open)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "loadline.yaml"), $$"""
            version: 1
            providers: { fake: { dialect: simulated } }
            models:
              small: { provider: fake, name: small, price: { input: 0.1, output: 0.2 }, simulate: { time_to_first_token: 1ms, tokens_per_second: 100000, failure_rate: 5% } }
            routes: { auto: { pool: [small] } }
            storage: { ledger: "{{address}}" }

            """);
        var random = new Random(7);
        var (kept, acknowledged, mostLost) = (0L, 0L, 0L);
        for (var kill = 0; kill < Kills; kill++)
        {
            var run = await RunAndKillAsync(TimeSpan.FromMilliseconds(random.Next(300, 1_200)));
            await using var ledger = await open();
            var rows = await CountSettledRowsAsync(ledger);
            Assert.True(rows - kept >= run.Acknowledged, $"kill {kill}: {run.Acknowledged} were acknowledged, {rows - kept} are there");
            acknowledged += run.Acknowledged;
            mostLost = Math.Max(mostLost, run.Answered - (rows - kept));
            kept = rows;
        }

        output.WriteLine($"{Kills} kills: {kept} rows kept, {acknowledged} of them seen acknowledged before a kill, none lost; "
            + $"at most {mostLost} answered and not yet acknowledged requests lost in one kill");
        Assert.True(acknowledged > 0, "no flush was seen: the load ended too early to tell anything");
    }

    // Sums and rows are written together. A server of its own may still be committing the dead process's last batch: then it is counted again.
    private static async Task<long> CountSettledRowsAsync(ILedger ledger)
    {
        var (rows, started) = (await CountRowsAsync(ledger), Stopwatch.GetTimestamp());
        for (long sums; (sums = (await ledger.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests)) != rows; rows = await CountRowsAsync(ledger))
        {
            Assert.True(ledger is PostgresLedger && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"{rows} rows, but sums of {sums}");
        }

        return rows;
    }

    private async Task<(long Acknowledged, long Answered)> RunAndKillAsync(TimeSpan after)
    {
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        using var http = new HttpClient { BaseAddress = address };
        using var stop = new CancellationTokenSource();
        var answered = 0L;
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (await TryAskAsync(http))
                {
                    Interlocked.Increment(ref answered);
                }
            }
        })).ToList();

        // What the gateway says is written before the kill must be there after it.
        var acknowledged = 0L;
        var deadline = Environment.TickCount64 + (long)after.TotalMilliseconds;
        while (Environment.TickCount64 < deadline || acknowledged == 0)
        {
            using var health = JsonDocument.Parse(await http.GetStringAsync("/healthz"));
            acknowledged = health.RootElement.GetProperty("ledger").GetProperty("written").GetInt64();
        }

        await serve.SignalAsync("KILL");
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        return (acknowledged, Volatile.Read(ref answered));
    }

    private static async Task<bool> TryAskAsync(HttpClient http)
    {
        try
        {
            using var body = new StringContent(
                """{"model":"auto","max_tokens":5,"messages":[{"role":"user","content":"Hello there"}]}""", Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
            await response.Content.ReadAsByteArrayAsync();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<long> CountRowsAsync(ILedger ledger)
    {
        var page = new LedgerPage { Limit = 10_000, NewestFirst = false };
        var count = 0L;
        while (await ledger.Decisions.ListAsync(page) is { Count: > 0 } rows)
        {
            count += rows.Count;
            page = page with { After = rows[^1].Decision.Id };
        }

        return count;
    }
}
