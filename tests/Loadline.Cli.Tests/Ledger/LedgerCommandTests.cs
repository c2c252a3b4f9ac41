using System.Globalization;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Ledger;
using Loadline.Storage.Sqlite;
using Loadline.Testing.Ledger;

namespace Loadline.Cli.Tests.Ledger;

/// <summary>The ledger commands as a user runs them.</summary>
public sealed class LedgerCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<LedgerEntry> _rows = LedgerSamples.Many(300, TimeSpan.FromSeconds(40));

    private string File => Path.Combine(_folder.Path, "loadline.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ExportAndImport_WholeRows_MakeTheSameLedger()
    {
        _rows[5] = _rows[5] with { Content = new DecisionContent("question"u8.ToArray(), "answer"u8.ToArray()) };
        await FillAsync();
        Assert.Equal(0, (await RunAsync("ledger", "export", "--content", "--output", "all.jsonl")).ExitCode);

        Assert.Contains("300 rows read, 300 added", (await RunAsync("ledger", "import", "all.jsonl", "--ledger", "copy.db")).Output, StringComparison.Ordinal);
        Assert.Contains("300 rows read, 0 added", (await RunAsync("ledger", "import", "all.jsonl", "--ledger", "sqlite:copy.db")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("ledger", "export", "--content", "--ledger", "copy.db", "--output", "again.jsonl")).ExitCode);
        Assert.Equal(await ReadAsync("all.jsonl"), await ReadAsync("again.jsonl"));
        Assert.Equal((await RunAsync("ledger", "stats", "--json")).Output, (await RunAsync("ledger", "stats", "--json", "--ledger", "copy.db")).Output);
    }

    [Fact]
    public async Task Export_Csv_IsQuotedAndSafeInASpreadsheet()
    {
        _rows[0] = new LedgerEntry(_rows[0].Decision with { Route = "=HYPERLINK(\"http://x\")", Reason = "a, b", Rule = "-1" });
        await FillAsync();

        var lines = (await RunAsync("ledger", "export", "--format", "csv")).Output.Split('\n');

        Assert.Equal(301, lines.Count(line => line.Length > 0));
        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\")\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"a, b\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",'-1,", lines[1], StringComparison.Ordinal);
        Assert.Contains("," + _rows[1].Decision.CostUsd!.Value.ToString(CultureInfo.InvariantCulture) + ",", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AttemptsOfAPart_HasOneLineEach()
    {
        await FillAsync();
        var from = _rows[100].Decision.Time;
        var expected = _rows.Skip(100).Where(row => row.Decision is { Route: "auto", Outcome: "ok" }).Sum(row => row.Decision.Attempts.Count);

        var result = await RunAsync(
            "ledger", "export", "--format", "csv-attempts", "--route", "auto", "--outcome", "ok", "--from", from.ToString("O", CultureInfo.InvariantCulture));

        Assert.Equal(expected + 1, result.Output.Split('\n').Count(line => line.Length > 0));
    }

    [Fact]
    public async Task Explain_ADecision_TellsChoiceAttemptsAndCost()
    {
        await FillAsync();

        var text = (await RunAsync("explain", _rows[11].Decision.Id)).Output;

        Assert.Contains("spare/large", text, StringComparison.Ordinal);
        Assert.Contains("possibly billed", text, StringComparison.Ordinal);
        Assert.Contains("upstream_timeout", text, StringComparison.Ordinal);
        Assert.Contains("dropped on the way: top_k, has no counterpart there.", (await RunAsync("explain", _rows[16].Decision.Id)).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("on the way", text, StringComparison.Ordinal);
        var unknown = await RunAsync("explain", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("No decision", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PruneAndDelete_TakeWhatTheySayAndNothingElse()
    {
        await FillAsync();
        Assert.Contains("1 decisions deleted", (await RunAsync("ledger", "delete", "--decision", _rows[299].Decision.Id)).Output, StringComparison.Ordinal);
        var ofCaller = _rows.Count(row => row.Decision.Caller == _rows[3].Decision.Caller);
        Assert.Contains($"{ofCaller} decisions deleted", (await RunAsync("ledger", "delete", "--caller", _rows[3].Decision.Caller!)).Output, StringComparison.Ordinal);
        var left = _rows.Where((row, i) => i < 299 && row.Decision.Caller != _rows[3].Decision.Caller).ToList();
        var old = left.Count(row => row.Decision.Time.Day == 1);
        Assert.Contains($"{old} decisions deleted", (await RunAsync("ledger", "prune", "--before", "2026-03-02T05:00Z")).Output, StringComparison.Ordinal);
        Assert.Contains("sound", (await RunAsync("ledger", "check")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("ledger", "backup", "copy.db")).ExitCode);
        Assert.Equal(1, (await RunAsync("ledger", "backup", "copy.db")).ExitCode);
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(_folder.Path, "copy.db"), MustExist: true));
        Assert.Equal(left.Count - old, (await ledger.Decisions.ListAsync(new LedgerPage { Limit = 1000 })).Count);
    }

    [Theory]
    [InlineData("no such.db", "ledger", "stats")]
    [InlineData("2026-13-01", "ledger", "stats", "--from", "2026-13-01")]
    [InlineData("one way", "ledger", "delete")]
    [InlineData("one way", "ledger", "delete", "--before", "1d", "--caller", "x")]
    [InlineData("26 characters", "ledger", "delete", "--decision", "x")]
    [InlineData("Cannot read nothing.jsonl", "ledger", "import", "nothing.jsonl")]
    public async Task Commands_WithMistakes_SayWhatToMend(string expected, params string[] arguments)
    {
        await FillAsync();

        var result = await RunAsync(expected == "no such.db" ? [.. arguments, "--ledger", expected] : arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ALineThatIsNoRow_NamesTheLine()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder.Path, "bad.jsonl"), "\n{\"decision\":{}}\n");

        var result = await RunAsync("ledger", "import", "bad.jsonl");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Line 2", result.Error, StringComparison.Ordinal);
    }

    private async Task FillAsync()
    {
        SqliteLibrary.TryLoad(null, out _);
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(File));
        await ledger.Decisions.AppendAsync(_rows);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => CliProcess.RunAsync(_folder.Path, arguments);

    private Task<string> ReadAsync(string file) => System.IO.File.ReadAllTextAsync(Path.Combine(_folder.Path, file));
}
