using System.Diagnostics;
using System.Text.Json;

namespace Loadline.Acceptance.Tests;

/// <summary>Runs calls with the official JavaScript SDKs, in one process of Node.</summary>
internal static class NodeClients
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Gets why they cannot be run here; null: they can.</summary>
    public static string? WhyNot { get; } = Folder() is not { } folder ? "tests/clients was not found"
        : FindNode() is null ? "needs Node.js: there is no `node` on the path"
        : !Directory.Exists(Path.Combine(folder, "node_modules")) ? "needs the SDKs: run `npm ci --ignore-scripts` in tests/clients"
        : null;

    public static async Task<IReadOnlyList<SdkReading>> ReadAsync(Uri gateway, IReadOnlyList<SdkJob> jobs)
    {
        var folder = Directory.CreateTempSubdirectory("loadline-clients");
        try
        {
            var jobsFile = Path.Combine(folder.FullName, "jobs.json");
            var outFile = Path.Combine(folder.FullName, "out.json");
            await File.WriteAllBytesAsync(jobsFile, JsonSerializer.SerializeToUtf8Bytes(jobs, Json));
            await RunAsync(gateway.AbsoluteUri.TrimEnd('/'), jobsFile, outFile);
            return JsonSerializer.Deserialize<List<SdkReading>>(await File.ReadAllBytesAsync(outFile), Json)!;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string gateway, string jobsFile, string outFile)
    {
        var start = new ProcessStartInfo(FindNode()!) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder()! };
        foreach (var argument in new[] { "read.mjs", gateway, jobsFile, outFile })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The JavaScript clients took longer than {Limit}.");
        }

        Assert.True(process.ExitCode == 0, await errors + await output);
    }

    private static string? FindNode() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "clients");
            if (File.Exists(Path.Combine(candidate, "read.mjs")))
            {
                return candidate;
            }
        }

        return null;
    }
}
