using System.Diagnostics;
using System.Text.RegularExpressions;
using Loadline.Testing;

namespace Loadline.Extensions.AI.Tests;

/// <summary>The .NET samples, each run as somebody would run it.</summary>
public sealed class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Console_Runs_AndRoutesByTheConfigAndInCode()
    {
        var lines = await RunAsync("Console");
        Assert.Contains(lines, line => line.StartsWith("[simulated small]", StringComparison.Ordinal) && line.Contains("auto -> small", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("[simulated large]", StringComparison.Ordinal) && line.Contains("rule=proofs", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("would go to large by rule=proofs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Agent_Runs_EachRoleOnItsModel()
    {
        var lines = await RunAsync("Agent");
        Assert.Equal(["planner: thinker", "worker: coder", "scribe: fast"], lines.Take(3));
        Assert.Matches(@"^cost [0-9.]+ USD; all on the reference [0-9.]+ USD$", lines[3]);
    }

    [Fact]
    public async Task Web_Runs_AnswersWholeAndStreamed()
    {
        using var process = Start("Web", "--urls", "http://127.0.0.1:0");
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            var address = "";
            while (address.Length == 0)
            {
                var line = await process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException("The sample ended.");
                address = Regex.Match(line, @"listening on: (http://\S+)").Groups[1].Value;
            }

            using var http = new HttpClient { BaseAddress = new Uri(address) };
            using var whole = await http.GetAsync("/ask?prompt=Hello", limit.Token);
            Assert.Equal("small", whole.Headers.GetValues("x-loadline-model").Single());
            Assert.Equal(await whole.Content.ReadAsStringAsync(limit.Token), await http.GetStringAsync("/stream?prompt=Hello", limit.Token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<string[]> RunAsync(string sample)
    {
        using var process = Start(sample);
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, await output + await error);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Process Start(string sample, params string[] arguments)
    {
        // Built in the configuration that these tests were built in.
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var name = "Loadline.Samples." + sample;
        var file = Path.Combine(RepositoryPages.Root, "artifacts", "bin", name, configuration, name + ".dll");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(file);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
