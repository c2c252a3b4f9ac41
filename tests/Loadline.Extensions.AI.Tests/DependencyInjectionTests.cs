using Loadline.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Loadline.Extensions.AI.Tests;

public sealed class DependencyInjectionTests : IDisposable
{
    private const string Yaml = """
        version: 1
        providers: { simulated: { dialect: simulated } }
        models:
          small: { price: { input: 0.05, output: 0.4 }, deployments: [ { provider: simulated, name: small } ] }
          large: { price: { input: 5, output: 20 }, deployments: [ { provider: simulated, name: large } ] }
        routes: { auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, policy: { kind: fixed, use: small } } }
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddLoadline_AConfigFile_GivesAChatClient(bool stream)
    {
        await using var services = new ServiceCollection().AddLoadline(Write(Yaml)).BuildServiceProvider();
        var client = services.GetRequiredService<IChatClient>();
        Assert.Same(services.GetRequiredService<LoadlineChatClient>(), client);
        var (text, decision) = await client.AskAsync(stream);
        Assert.StartsWith("[simulated small]", text, StringComparison.Ordinal);
        Assert.Equal("small", decision!.Model);
    }

    [Fact]
    public void AddLoadline_BadOptions_AreRefusedWithEveryProblem()
    {
        using var services = new ServiceCollection().AddLoadline(options => options.RecentDecisions = -1).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IChatClient>());
        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public async Task AddLoadline_ClientsFromServices_AreUsed()
    {
        var own = new ScriptedClient("small");
        await using var services = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>("mine", own)
            .AddLoadline((options, provider) =>
            {
                options.ConfigPath = Write(Yaml);
                options.Clients["simulated/small"] = provider.GetRequiredKeyedService<IChatClient>("mine");
            }).BuildServiceProvider();
        Assert.Equal("answer of small", (await services.GetRequiredService<LoadlineChatClient>().AskAsync(stream: false)).Text);
    }

    [Fact]
    public async Task HotReload_ChangedFile_IsInForce_AndABadOneIsNot()
    {
        var file = Write(Yaml);
        var time = new FakeTimeProvider();
        var refused = new List<string>();
        using var client = new LoadlineChatClient(new LoadlineOptions
        {
            ConfigPath = file,
            Time = time,
            ConfigRefused = errors => refused.AddRange(errors.Select(error => error.ToString())),
        });
        Assert.Equal("small", (await client.AskAsync(stream: false)).Decision!.Model);
        Write(Yaml.Replace("use: small", "use: large", StringComparison.Ordinal));
        Advance(time);
        Assert.Equal("large", (await client.AskAsync(stream: false)).Decision!.Model);
        Assert.Equal(2, client.Snapshot!.Generation);
        Write(Yaml.Replace("use: small", "use: huge", StringComparison.Ordinal));
        Advance(time);
        Assert.Contains("huge", Assert.Single(refused), StringComparison.Ordinal);

        // A provider that nobody gave a client for is refused as a bad file is.
        Write(Yaml.Replace("dialect: simulated", "dialect: anthropic, url: \"http://127.0.0.1:9\"", StringComparison.Ordinal));
        Advance(time);
        Assert.Contains("No chat client for", refused[^1], StringComparison.Ordinal);
        Assert.Equal("large", (await client.AskAsync(stream: true)).Decision!.Model);
    }

    private static void Advance(FakeTimeProvider time)
    {
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
        }
    }

    private string Write(string yaml)
    {
        File.WriteAllText(_folder.File("loadline.yaml"), yaml);
        return _folder.File("loadline.yaml");
    }
}
