using Loadline.Core.Configuration;
using Loadline.Core.Tests.Support;

namespace Loadline.Core.Tests.Configuration;

/// <summary>The storage section.</summary>
public sealed class StorageConfigTests
{
    [Fact]
    public void Read_NoStorage_KeepsAFileForNinetyDaysWithoutContent()
    {
        var storage = TestConfig.Good(TestConfig.Head).Storage;

        Assert.Equal(("loadline.db", false, false), (storage.LedgerFile, storage.IsLedgerStated, storage.Content));
        Assert.Equal((TimeSpan.FromDays(90), TimeSpan.FromMilliseconds(250)), (storage.Keep, storage.Flush));
    }

    [Theory]
    [InlineData("memory", null)]
    [InlineData("sqlite:x.db", "x.db")]
    [InlineData("\"sqlite:with space.db\"", "with space.db")]
    public void Read_Ledger_IsAFileOrMemory(string written, string? expected)
    {
        var storage = TestConfig.Good(TestConfig.Head + "storage: { ledger: " + written + " }\n").Storage;

        Assert.Equal((expected, true), (storage.LedgerFile, storage.IsLedgerStated));
    }

    [Theory]
    [InlineData("postgres://u:p%40ss@db.internal:5432/loadline?schema=one")]
    [InlineData("postgresql://db/loadline")]
    public void Read_PostgresLedger_IsKeptAsASecret(string address)
    {
        var storage = TestConfig.Good(TestConfig.Head + "storage: { ledger: \"" + address + "\" }\n").Storage;

        Assert.Equal((null, address, true), (storage.LedgerFile, storage.Postgres?.Reveal(), storage.IsLedgerStated));
        Assert.DoesNotContain("p%40ss", storage.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BrokenPostgresAddress_ShowsNoPassword() => Assert.DoesNotContain(
        "hush", Assert.Single(TestConfig.Read(TestConfig.Head + "storage: { ledger: \"postgres://u:hush hush@h/db\" }\n").Errors).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("forever", null)]
    [InlineData("1h", 1.0)]
    [InlineData("3650d", 87600.0)]
    public void Read_Keep_IsATimeOrForever(string written, double? hours) =>
        Assert.Equal(hours, TestConfig.Good(TestConfig.Head + "storage: { keep: " + written + " }\n").Storage.Keep?.TotalHours);

    [Theory]
    [InlineData("ledger: x", "storage.ledger: `x` is not a place for the ledger. Write `sqlite:loadline.db`, `postgres://USER:${PASSWORD}@HOST:5432/DATABASE` or `memory`.")]
    [InlineData("ledger: \"sqlite:\"", "storage.ledger: `sqlite:` is not a place for the ledger.")]
    [InlineData("ledger: \"postgres://\"", "storage.ledger: this is not the address of a PostgreSQL database.")]
    [InlineData("ledger: \"postgres://u:hush hush@h/db\"", "storage.ledger: this is not the address of a PostgreSQL database.")]
    [InlineData("content: yes", "storage.content: `yes` is not off or on.")]
    [InlineData("keep: 90", "storage.keep: `90` is not a time to keep rows for, from 1h to 3650d, or forever. Write `90d`.")]
    [InlineData("keep: 3651d", "storage.keep: `3651d` is not a time")]
    [InlineData("keep: 0d", "storage.keep: `0d` is not a time")]
    [InlineData("flush: 9ms", "storage.flush: `9ms` is not a time from 10ms to 60s. Write `250ms`.")]
    [InlineData("flush: 61s", "storage.flush: `61s` is not a time")]
    [InlineData("flush: s", "storage.flush: `s` is not a time")]
    [InlineData("flush: ms", "storage.flush: `ms` is not a time")]
    [InlineData("buffer: 999", "storage.buffer: `999` is not a whole number from 1k to 1m")]
    [InlineData("legder: memory", "storage.legder: `legder` is not known here. Did you mean `ledger`?")]
    public void Read_BrokenStorage_SaysWhatToWrite(string written, string expected)
    {
        var error = Assert.Single(TestConfig.Read(TestConfig.Head + "storage: { " + written + " }\n").Errors);

        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }
}
