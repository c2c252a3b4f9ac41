using Loadline.Core.Ledger;
using Loadline.Testing;
using Loadline.Testing.Ledger;

namespace Loadline.Storage.Sqlite.Tests;

/// <summary>The file itself: schema, backup, what stays of deleted content, who may use it.</summary>
public sealed class FileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => _folder.File("ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_AgainAfterClosing_HasRowsAndSalt()
    {
        ReadOnlyMemory<byte> salt;
        await using (var ledger = Open())
        {
            salt = ledger.Salt;
            await ledger.Decisions.AppendAsync(LedgerSamples.Many(10, TimeSpan.FromSeconds(1)));
        }

        await using var again = Open();

        Assert.Equal(salt.ToArray(), again.Salt.ToArray());
        Assert.Equal(10, (await again.Decisions.ListAsync(new LedgerPage())).Count);
        Assert.Equal("wal", again.Read(static (database, _) => database.Text("PRAGMA journal_mode")));
    }

    [Fact]
    public async Task Open_TheFirstSchema_KeepsItsRowsAndTakesNewOnes()
    {
        await using (var ledger = Open())
        {
            await ledger.Decisions.AppendAsync(LedgerSamples.Many(9, TimeSpan.FromSeconds(1)));
            ledger.Configure("ALTER TABLE decisions DROP COLUMN predictions; ALTER TABLE decisions DROP COLUMN losses; ALTER TABLE decisions DROP COLUMN dialect; ALTER TABLE feedback DROP COLUMN comment; ALTER TABLE attempts DROP COLUMN kind; DROP TABLE keys; DROP TABLE key_version; DROP TABLE spending; DROP INDEX audits_waiting; ALTER TABLE audits DROP COLUMN kind; ALTER TABLE audits DROP COLUMN label_rate; ALTER TABLE audits DROP COLUMN wants_label; ALTER TABLE audits DROP COLUMN details; ALTER TABLE audits DROP COLUMN other_answer; DROP TABLE labels; DROP TABLE standings; DROP TABLE route_events; DROP TABLE budget_marks; PRAGMA user_version = 1");
        }

        await using var again = Open();
        await again.Decisions.AppendAsync(LedgerSamples.Many(9, TimeSpan.FromSeconds(1), first: 9));

        var rows = await again.Decisions.ListAsync(new LedgerPage { NewestFirst = false });
        Assert.Equal(18, rows.Count);
        Assert.All(rows.Take(9), row => Assert.Equal(("openai-chat", 0), (row.Decision.Dialect, row.Decision.Losses.Count)));
        Assert.Equal(1, rows.Skip(9).Count(row => row.Decision is { Dialect: "anthropic", Losses.Count: 1 }));
        Assert.Equal(Schema.Version, again.Read(static (database, _) => database.Number("PRAGMA user_version")));
    }

    [Fact]
    public async Task Open_ANewerSchema_IsRefusedAndLeftAlone()
    {
        await using (var ledger = Open())
        {
            ledger.Configure("PRAGMA user_version = " + (Schema.Version + 1));
        }

        var error = Assert.Throws<LedgerException>(() => Open());

        Assert.Contains("newer Loadline", error.Message, StringComparison.Ordinal);
        using var raw = Database.Open(new SqliteLedgerOptions(File), canCreate: false);
        Assert.Equal(Schema.Version + 1, raw.Number("PRAGMA user_version"));
    }

    [Fact]
    public void Open_AnotherProgramsFile_IsRefusedAndLeftAlone()
    {
        SqliteLibrary.TryLoad(null, out _);
        using (var other = Database.Open(new SqliteLedgerOptions(File), canCreate: true))
        {
            other.Run("CREATE TABLE recipes (name TEXT)");
        }

        var error = Assert.Throws<LedgerException>(() => Open());

        Assert.Contains("not one of Loadline's", error.Message, StringComparison.Ordinal);
        using var raw = Database.Open(new SqliteLedgerOptions(File), canCreate: false);
        Assert.Equal(1, raw.Number("SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task Open_FromManyAtOnce_MakesOneLedger()
    {
        var ledgers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(Open)));

        Assert.Single(ledgers.Select(ledger => Convert.ToHexString(ledger.Salt.Span)).Distinct());
        for (var i = 0; i < ledgers.Length; i++)
        {
            // Each has its own memory of names and must not trust it beyond what the file has.
            var row = LedgerSamples.Create(i, LedgerSamples.Start.AddSeconds(i)) with { Route = "route " + (i % 3) };
            await ledgers[i].Decisions.AppendAsync([new LedgerEntry(row)]);
        }

        var totals = await ledgers[0].Decisions.TotalsAsync(LedgerFilter.All);
        Assert.Equal(8, totals.Sum(total => total.Requests));
        Assert.Equal(["route 0", "route 1", "route 2"], totals.Select(total => total.Route).Distinct());
        foreach (var ledger in ledgers)
        {
            await ledger.DisposeAsync();
        }
    }

    [Fact]
    public async Task BackUp_WhileItIsWrittenTo_IsWholeAndSound()
    {
        await using var ledger = Open();
        await ledger.Decisions.AppendAsync(LedgerSamples.Many(500, TimeSpan.FromSeconds(1)));
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await ledger.Decisions.AppendAsync(LedgerSamples.Many(100, TimeSpan.FromSeconds(1), first: 500 + (i * 100)));
            }
        });
        var copyFile = _folder.File("copy.db");
        ledger.BackUp(copyFile);
        await writing;

        await using var copy = SqliteLedger.Open(new SqliteLedgerOptions(copyFile));
        var rows = await copy.Decisions.ListAsync(new LedgerPage { Limit = 5_000 });
        Assert.InRange(rows.Count, 500, 2_500);
        Assert.Equal(0, rows.Count % 100);
        Assert.Equal(rows.Count, (await copy.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
        Assert.Equal("", copy.Check());
        Assert.Throws<LedgerException>(() => ledger.BackUp(copyFile));
        Assert.Equal(2_500, (await ledger.Decisions.ListAsync(new LedgerPage { Limit = 5_000 })).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_Content_LeavesNoByteOfIt(bool contentOnly)
    {
        await using var ledger = Open();
        var rows = LedgerSamples.Many(300, TimeSpan.FromSeconds(1))
            .Select((row, i) => row with { Content = new DecisionContent(Text("canary-question-" + i), Text("canary-answer-" + i)) }).ToList();
        await ledger.Decisions.AppendAsync(rows);
        Assert.Contains("canary-question-7", Bytes(), StringComparison.Ordinal);

        await ledger.DeleteAsync(new LedgerSelection { Before = LedgerSamples.Start.AddDays(1), ContentOnly = contentOnly });

        Assert.DoesNotContain("canary", Bytes(), StringComparison.Ordinal);
        Assert.Equal("", ledger.Check());
    }

    [Theory]
    [InlineData(3_036_999, false)]
    [InlineData(3_037_000, true)]
    [InlineData(3_053_001, true)]
    public void Library_ByItsVersion_IsTakenOrRefused(int version, bool taken)
    {
        var refusal = SqliteLibrary.Refuse(version, "libsqlite3.so.0");

        Assert.Equal(taken, refusal is null);
        Assert.True(taken || refusal!.Contains("3.36.999", StringComparison.Ordinal));
    }

    [Fact]
    public void Library_Loaded_IsTheNewestThereIs()
    {
        Assert.True(SqliteLibrary.TryLoad(null, out var problem), problem);
        Assert.Matches(@"^3\.\d+\.\d+$", SqliteLibrary.Version);
        Assert.Contains(SqliteLibrary.Path, SqliteLibrary.Candidates());
    }

    private SqliteLedger Open() => SqliteLedger.Open(new SqliteLedgerOptions(File));

    private static byte[] Text(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private string Bytes() => string.Concat(Directory.GetFiles(_folder.Path).Select(file =>
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }));
}
