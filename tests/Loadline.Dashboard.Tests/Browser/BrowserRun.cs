using System.Diagnostics;
using System.Text.Json;

namespace Loadline.Dashboard.Tests.Browser;

/// <summary>Runs the scripts of tests/browser against a gateway.</summary>
internal static class BrowserRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Gets why it cannot be run here; <see langword="null"/>: it can.</summary>
    public static string? WhyNot { get; } = Folder() is not { } folder ? "tests/browser was not found"
        : Find("node") is null ? "needs Node.js: there is no `node` on the path"
        : Chromium is null ? "needs Chromium: there is none on the path, nor at LOADLINE_CHROMIUM"
        : !Directory.Exists(Path.Combine(folder, "node_modules")) ? "needs its packages: run `npm ci --ignore-scripts` in tests/browser"
        : null;

    private static string? Chromium => Environment.GetEnvironmentVariable("LOADLINE_CHROMIUM") is { Length: > 0 } given ? given
        : Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome");

    /// <summary>Gets where screenshots are left: test output beside the results.</summary>
    public static string Screenshots => Path.Combine(Folder()!, "..", "..", "artifacts", "screenshots");

    /// <summary>Looks at pages and goes through journeys.</summary>
    public static Task<BrowserReport> LookAsync(BrowserSettings settings) => RunAsync<BrowserReport>("run.mjs", settings);

    /// <summary>Measures pages.</summary>
    public static Task<MeasureReport> MeasureAsync(BrowserSettings settings) => RunAsync<MeasureReport>("measure.mjs", settings);

    private static async Task<T> RunAsync<T>(string script, BrowserSettings settings)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, JsonSerializer.SerializeToUtf8Bytes(settings with { Browser = Chromium!, Screenshots = Path.GetFullPath(Screenshots) }, Json));
            return JsonSerializer.Deserialize<T>(await RunAsync(script, file, Limit + TimeSpan.FromSeconds(settings.SoakSeconds)), Json)!;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> RunAsync(string script, string settings, TimeSpan most)
    {
        var start = new ProcessStartInfo(Find("node")!) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Folder()! };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(settings);
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(most);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The browser took longer than {most}.");
        }

        Assert.True(process.ExitCode == 0, await errors + await output);
        return await output;
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "tests", "browser");
            if (File.Exists(Path.Combine(candidate, "run.mjs")))
            {
                return candidate;
            }
        }

        return null;
    }
}
