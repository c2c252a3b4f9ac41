using System.Diagnostics;
using Loadline.Core.Ledger;
using Loadline.Testing.Ledger;

namespace Loadline.Storage.Sqlite.Tests;

/// <summary>A real disk that is really full: a small tmpfs that tests/slow.sh mounts. Its twin that always runs is in <see cref="FaultTests"/>.</summary>
public sealed class SmallDiskTests
{
    [SmallDiskFact]
    public async Task Append_UntilTheDiskIsFull_FailsCleanlyAndRecoversWhenThereIsRoom()
    {
        var folder = SmallDiskFactAttribute.Folder!;
        var ballast = Path.Combine(folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[300_000]);
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(folder, "ledger.db")));
        var kept = 0;
        var error = await Assert.ThrowsAsync<LedgerUnavailableException>(async () =>
        {
            while (true)
            {
                await ledger.Decisions.AppendAsync(LedgerSamples.Many(100, TimeSpan.FromSeconds(1), first: kept));
                kept += 100;
            }
        });
        Assert.Contains("full", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(kept > 0);

        File.Delete(ballast);
        Assert.Equal(100, await ledger.Decisions.AppendAsync(LedgerSamples.Many(100, TimeSpan.FromSeconds(1), first: kept)));

        var totals = await ledger.Decisions.TotalsAsync(LedgerFilter.All);
        Assert.Equal(kept + 100, totals.Sum(total => total.Requests));
        Assert.Equal("", ledger.Check());
        await ledger.DisposeAsync();
        foreach (var file in Directory.GetFiles(folder, "ledger.db*"))
        {
            File.Delete(file);
        }
    }

    [SmallDiskFact]
    public async Task Append_DiskIsRemountedReadOnly_FailsCleanlyAndRecoversWhenItCanBeWritten()
    {
        var folder = SmallDiskFactAttribute.Folder!;
        await using var ledger = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(folder, "read-only.db")));
        Assert.Equal(50, await ledger.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromSeconds(1))));

        await ledger.DisposeAsync();
        await RemountAsync(folder, "ro");
        try
        {
            Assert.Throws<LedgerException>(() => SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(folder, "read-only.db"))));
        }
        finally
        {
            await RemountAsync(folder, "rw");
        }

        await using var again = SqliteLedger.Open(new SqliteLedgerOptions(Path.Combine(folder, "read-only.db")));
        Assert.Equal(50, await again.Decisions.AppendAsync(LedgerSamples.Many(50, TimeSpan.FromSeconds(1), first: 50)));
        Assert.Equal(100, (await again.Decisions.TotalsAsync(LedgerFilter.All)).Sum(total => total.Requests));
    }

    private static async Task RemountAsync(string folder, string mode)
    {
        using var mount = Process.Start("mount", ["-o", $"remount,{mode}", folder]);
        await mount.WaitForExitAsync();
        Assert.Equal(0, mount.ExitCode);
    }
}

/// <summary>A fact that needs a small file system (LOADLINE_SMALL_DISK names its folder).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = Folder is null ? "LOADLINE_SMALL_DISK names no small file system; tests/slow.sh mounts one (as root)." : null;

    public static string? Folder => Environment.GetEnvironmentVariable("LOADLINE_SMALL_DISK");
}
