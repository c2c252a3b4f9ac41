using System.Text.Json;

namespace Loadline.Cli.Tests.Processes;

public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("serv", "Did you mean `serve`?")]
    [InlineData("xyzzy", "demo, serve, route, replay, explain")]
    [InlineData("config chek file", "Did you mean `check`?")]
    [InlineData("replay", "'--outcomes' is required")]
    [InlineData("demo --port 70000", "--port takes a whole number from 0 to 65535, not '70000'.")]
    [InlineData("replay --outcomes t.jsonl --concurrency 0", "--concurrency takes a whole number from 1 to 1000")]
    [InlineData("route", "Give a prompt, or a request body with --file.")]
    [InlineData("route hello", "There is no loadline.yaml here.")]
    [InlineData("route hello --config missing.yaml", "There is no file missing.yaml.")]
    [InlineData("serve --config missing.yaml", "There is no file missing.yaml.")]
    [InlineData("config check missing.yaml", "There is no file missing.yaml.")]
    [InlineData("replay --outcomes missing.jsonl", "There is no file missing.jsonl.")]
    public async Task Run_WrongCommandLine_SaysWhatAndEndsWithTwo(string arguments, string expected)
    {
        var result = await CliProcess.RunAsync(_folder.Path, arguments.Split(' '));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Root_NamesCommandsAndExitCodes()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "--help");
        Assert.Equal(0, result.ExitCode);
        foreach (var word in (string[])["demo", "serve", "route", "replay", "config", "Exit codes:", "3  cannot listen"])
        {
            Assert.Contains(word, result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Version_Asked_IsPrinted()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "--version");
        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^[0-9]+\.[0-9]+\.[0-9]+", result.Output);
    }

    [Fact]
    public async Task ConfigCheck_GoodFile_SaysWhatIsInIt()
    {
        _folder.Write("good.yaml", Texts.Config);
        var result = await CliProcess.RunAsync(_folder.Path, "config", "check", "good.yaml");
        Assert.Equal((0, "good.yaml is good: 1 route, 2 models, 1 provider."), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task ConfigCheck_BrokenFile_ListsEveryErrorWithItsLine()
    {
        _folder.Write("broken.yaml", Texts.BrokenConfig);
        var result = await CliProcess.RunAsync(_folder.Path, "config", "check", "broken.yaml");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("broken.yaml:5:", result.Output, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:8:", result.Output, StringComparison.Ordinal);
        Assert.Contains("broken.yaml:10:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Texts.Config, true)]
    [InlineData(Texts.BrokenConfig, false)]
    public async Task ConfigCheck_Json_HoldsVerdictAndErrors(string config, bool good)
    {
        _folder.Write("loadline.yaml", config);
        var result = await CliProcess.RunAsync(_folder.Path, "config", "check", "loadline.yaml", "--json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(good ? 0 : 2, result.ExitCode);
        Assert.Equal(good, json.RootElement.GetProperty("ok").GetBoolean());
        var lines = json.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("line").GetInt32());
        Assert.Equal(good ? [] : [5, 8, 10], lines.Distinct());
    }

    [Fact]
    public async Task ConfigSchema_Printed_IsJsonSchema()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "config", "schema");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("json-schema.org", json.RootElement.GetProperty("$schema").GetString(), StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("properties").TryGetProperty("routes", out _));
    }

    public void Dispose() => _folder.Dispose();
}
