using System.Net;
using Loadline.Cli.Serve;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;

namespace Loadline.Cli.Tests.Serve;

public sealed class ProviderFinderTests
{
    [Fact]
    public async Task Find_EveryKeySet_FindsAllAndCallsOnlyThisMachine()
    {
        var network = new Network("""{"data":[{"id":"qwen3:8b"},{"id":null}]}""");
        var found = await FindAsync(network, name => name.EndsWith("_API_KEY", StringComparison.Ordinal) ? "key" : null);
        Assert.Equal(
            ["openai", "anthropic", "gemini", "openrouter", "groq", "mistral", "deepseek", "xai", "ollama", "vllm", "llamacpp"],
            found.Select(provider => provider.Config.Name));
        Assert.Equal(["http://127.0.0.1:11434/v1/models", "http://127.0.0.1:8000/v1/models", "http://127.0.0.1:8080/v1/models"], network.Called);
        Assert.Equal(
            ("anthropic", ProviderAuth.XApiKey, "gemini", ProviderAuth.GoogApiKey, "openai-chat", ProviderAuth.Bearer),
            (found[1].Config.Dialect, found[1].Config.Auth, found[2].Config.Dialect, found[2].Config.Auth, found[0].Config.Dialect, found[0].Config.Auth));
        Assert.All(found, provider => Assert.NotEmpty(provider.Models));
        Assert.Equal(["qwen3:8b"], found[^1].Models);
        Assert.Equal(("on-premises", null), (found[^1].Config.Residency, found[0].Config.Residency));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"data":7}""")]
    [InlineData("""{"data":[{}]}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"models":[]}""")]
    public async Task Find_SomethingElseOnThePort_IsPassedOver(string body) =>
        Assert.Empty(await FindAsync(new Network(body), _ => null));

    [Fact]
    public async Task Find_LocalServerOnAnotherMachine_IsNotCalledOnPremises()
    {
        var found = await FindAsync(new Network("""{"data":[{"id":"m"}]}"""), name => name == "OLLAMA_HOST" ? "gpu.example.com" : null);
        Assert.Null(found.Single(provider => provider.Config.Name == "ollama").Config.Residency);
    }

    private static async Task<IReadOnlyList<FoundProvider>> FindAsync(Network network, Func<string, string?> environment)
    {
        using var http = new HttpMessageInvoker(network);
        return await new ProviderFinder(environment, BuiltInCatalog.Instance, http).FindAsync(CancellationToken.None);
    }

    private sealed class Network(string body) : HttpMessageHandler
    {
        public List<string> Called { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Called.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body) });
        }
    }
}
