using System.Globalization;

namespace Loadline.Cli.Tests.Soak;

/// <summary>What a process holds at one time, as the kernel counts it.</summary>
/// <param name="Minutes">Since the load began.</param>
/// <param name="ResidentMb">Memory in RAM, in MiB.</param>
/// <param name="Handles">Open file descriptors.</param>
/// <param name="Threads">Threads.</param>
internal sealed record ProcessSample(double Minutes, double ResidentMb, int Handles, int Threads)
{
    public static ProcessSample Take(int process, double minutes)
    {
        var lines = File.ReadAllLines($"/proc/{process}/status");
        return new(minutes, Number(lines, "VmRSS:") / 1024.0, Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, (int)Number(lines, "Threads:"));
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Minutes:0.0} min: RSS {ResidentMb:0.0} MiB, {Handles} handles, {Threads} threads");

    private static long Number(string[] lines, string name) => long.Parse(
        Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))![name.Length..].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);
}
