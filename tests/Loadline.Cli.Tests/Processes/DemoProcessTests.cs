using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Loadline.Cli.Tests.Processes;

/// <summary>The demo as a newcomer meets it.</summary>
public sealed class DemoProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Demo_Once_PrintsTheTablesAndEnds()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "demo", "--once");
        Assert.Equal(0, result.ExitCode);
        foreach (var word in (string[])["SIMULATED", "sim-small", "always strongest", "always cheapest", "random", "oracle", "320 requests, 0 errors", "10 times as fast"])
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }

        Assert.Contains("SIMULATED", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_Json_BeatsChanceAndLengthAtItsOwnCost()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "demo", "--once", "--json");
        using var json = JsonDocument.Parse(result.Output);
        var report = json.RootElement;
        Assert.Equal((320, 0), (report.GetProperty("requests").GetInt32(), report.GetProperty("errors").GetInt32()));
        Assert.Equal("simulated", report.GetProperty("answers").GetString());
        var routed = report.GetProperty("routed");
        var baselines = report.GetProperty("baselines").EnumerateArray().ToDictionary(b => b.GetProperty("name").GetString()!, b => b.GetProperty("quality").GetDouble());
        var quality = routed.GetProperty("quality").GetDouble();
        Assert.True(quality > baselines["length"] + 0.1, $"{quality} against {baselines["length"]}");
        Assert.True(quality > baselines["mix"] + 0.1, $"{quality} against {baselines["mix"]}");
        Assert.InRange(routed.GetProperty("qualityVsStrongest").GetDouble(), 0.95, 1);
        Assert.InRange(routed.GetProperty("savedVsStrongest").GetDouble(), 0.5, 0.65);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Demo_StaysUpUntilSignalled_ServesTheLineItPrints(string signal)
    {
        await using var demo = CliProcess.Start(_folder.Path, null, "demo");
        var dashboard = new Uri(await demo.ErrorLineAsync(@"Dashboard: (http://\S+/dashboard)"));
        var address = new Uri(await demo.ErrorLineAsync(@"Still listening on (http://\S+),"));
        var body = await demo.ErrorLineAsync(@"-d '(\{.*\})'");
        using var http = new HttpClient();
        var page = await http.GetStringAsync(dashboard);
        using var response = await http.PostAsync(new Uri(address, "/v1/chat/completions"), new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Matches("^sim-", response.Headers.GetValues("x-loadline-model").Single());
        await demo.SignalAsync(signal);
        var end = await demo.EndAsync();
        Assert.Equal(0, end.ExitCode);

        // What the table says was saved is what the page said, to the last place that is written.
        var saved = Regex.Match(end.Output, @"Saved\s+(\$[0-9.]+) of the (\$[0-9.]+)");
        Assert.True(saved.Success, end.Output);
        Assert.Contains($"<span class=\"figure\">{saved.Groups[1].Value}</span>", page, StringComparison.Ordinal);
        Assert.Contains($"<span class=\"figure\">{saved.Groups[2].Value}</span>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_SignalledBeforeTheTable_SaysSoAndEndsWithOne()
    {
        await using var demo = CliProcess.Start(_folder.Path, null, "demo", "--once", "--concurrency", "1");
        await demo.ErrorLineAsync("Routing the sample workload");
        await demo.SignalAsync("INT");
        var end = await demo.EndAsync();
        Assert.Equal((1, ""), (end.ExitCode, end.Output));
        Assert.EndsWith("Stopped before the end.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_TakenPort_SaysWhatToDoAndEndsWithThree()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var result = await CliProcess.RunAsync(_folder.Path, "demo", "--port", $"{port}");
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"Something else already listens on port {port}. Stop it, or listen elsewhere: --port 0", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
