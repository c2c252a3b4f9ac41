using System.Globalization;
using System.Text.RegularExpressions;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Soak;

/// <summary>What a process holds at one time, as the kernel counts it and, where asked for, its runtime.</summary>
/// <param name="Minutes">Since the load began.</param>
/// <param name="ResidentMb">Memory in RAM, in MiB.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal sealed partial record ProcessSample(double Minutes, double ResidentMb, int Handles, int Threads)
{
    /// <summary>Gets what is alive on the heap after a full collection, in MiB; 0 where that was not asked for.</summary>
    public double LiveMb { get; private init; }

    /// <summary>Gets what is resident and no file's, in MiB: the collected heap, compiled code, native memory, stacks.</summary>
    public double OwnMb { get; private init; }

    /// <summary>Gets what the collector holds of that, in MiB; 0 where it was not asked.</summary>
    public double HeapMb { get; private init; }

    /// <summary>Gets the timers that are running; 0 where that was not asked for.</summary>
    public int Timers { get; private init; }

    /// <summary>Takes one with what is alive, after a full collection.</summary>
    public static async Task<ProcessSample> TakeLiveAsync(int process, int port, double minutes)
    {
        await FullCollection.RunAsync(process);
        await using var client = await RawClient.ConnectAsync(port);
        await client.GetAsync("/metrics");
        var page = (await client.ReadResponseAsync()).Text;
        var live = HeapSize().Matches(page).Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)) / 1048576;
        var timers = TimerCount().Match(page).Groups[1].Value;
        var committed = double.Parse(Committed().Match(page).Groups[1].Value, CultureInfo.InvariantCulture) / 1048576;
        return Take(process, minutes) with { LiveMb = live, HeapMb = committed, Timers = (int)double.Parse(timers, CultureInfo.InvariantCulture) };
    }

    public static ProcessSample Take(int process, double minutes)
    {
        var lines = File.ReadAllLines($"/proc/{process}/status");
        return new(minutes, Number(lines, "VmRSS:") / 1024.0, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, (int)Number(lines, "Threads:"))
        {
            OwnMb = Number(lines, "RssAnon:") / 1024.0,
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Minutes:0.0} min: RSS {ResidentMb:0.0} MiB ({OwnMb:0.0} its own), {Handles} handles, {Threads} threads{(LiveMb > 0 ? $", {LiveMb:0.00} MiB alive in a heap of {HeapMb:0.0}, {OwnMb - HeapMb:0.0} beside it, {Timers} timers" : "")}");

    [GeneratedRegex(@"^dotnet_gc_last_collection_heap_size_bytes\{.*\} ([0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex HeapSize();

    [GeneratedRegex(@"^dotnet_gc_last_collection_memory_committed_size_bytes[^ ]* ([0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex Committed();

    [GeneratedRegex(@"^dotnet_timer_count[^ ]* ([0-9.e+]+)", RegexOptions.Multiline)]
    private static partial Regex TimerCount();

    private static long Number(string[] lines, string name) => long.Parse(
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))![name.Length..].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);
}
