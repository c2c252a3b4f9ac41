using Loadline.Cli.Tests.Processes;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Catalogs;

public sealed class ModelsCommandTests : IDisposable
{
    private const string Newer = """{"asOf":"2099-01-01","providers":{"openai":{"models":[{"id":"gpt-99","in":1,"out":2,"context":1000,"can":["tools"]}]}}}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Update_NewerCatalogue_IsInForceUntilReset()
    {
        await File.WriteAllTextAsync(_folder.File("new.json"), Newer);
        await File.WriteAllTextAsync(_folder.File("old.json"), Newer.Replace("2099", "1999", StringComparison.Ordinal));
        await File.WriteAllTextAsync(_folder.File("bad.json"), "{\"models\":[]}");
        Assert.Contains("older than those in force", (await RunAsync(2, "models", "update", "old.json")).Error, StringComparison.Ordinal);
        Assert.Contains("is no catalogue", (await RunAsync(2, "models", "update", "bad.json")).Error, StringComparison.Ordinal);
        Assert.Contains("prices of 2099-01-01", (await RunAsync(0, "models", "update", "new.json")).Output, StringComparison.Ordinal);
        var listed = await RunAsync(0, "models", "--json");
        Assert.Contains("gpt-99", listed.Output, StringComparison.Ordinal);
        await RunAsync(0, "models", "reset");
        Assert.Contains("openai/gpt-5-nano", (await RunAsync(0, "models", "openai/gpt-5")).Output, StringComparison.Ordinal);
        await RunAsync(1, "models", "gpt-99");
    }

    private async Task<(string Output, string Error)> RunAsync(int code, params string[] arguments)
    {
        await using var process = CliProcess.Start(
            _folder.Path, new Dictionary<string, string> { ["LOADLINE_CATALOG"] = _folder.File("mine.json") }, arguments);
        var (exitCode, output, error) = await process.EndAsync();
        Assert.True(exitCode == code, output + error);
        return (output, error);
    }
}
