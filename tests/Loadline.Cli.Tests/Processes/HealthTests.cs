using Loadline.Testing;

namespace Loadline.Cli.Tests.Processes;

public sealed class HealthTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Health_OfAReadyGateway_IsDone()
    {
        _folder.Write("loadline.yaml", Texts.Config);
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        var ready = await CliProcess.RunAsync(_folder.Path, "health", "--url", address.ToString());
        Assert.Equal((0, ""), (ready.ExitCode, ready.Error));
        Assert.Contains("\"status\":\"ok\"", ready.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CliProcess.RunAsync(_folder.Path, "health", "--live", "--url", address.ToString())).ExitCode);
    }

    [Fact]
    public async Task Health_NobodyThere_Fails()
    {
        // Port 1 is nobody's.
        var result = await CliProcess.RunAsync(_folder.Path, "health", "--url", "http://127.0.0.1:1");
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("http://127.0.0.1:1/readyz cannot be reached", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_OfSomethingElse_Fails()
    {
        await using var other = FakeUpstream.Start();
        var result = await CliProcess.RunAsync(_folder.Path, "health", "--url", $"http://127.0.0.1:{other.Port}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("/readyz answered 4", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4242")]
    [InlineData("ftp://127.0.0.1")]
    public async Task Health_NoAddress_IsRefused(string url)
    {
        var result = await CliProcess.RunAsync(_folder.Path, "health", "--url", url);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"--url takes an address like http://127.0.0.1:4242, not '{url}'", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
