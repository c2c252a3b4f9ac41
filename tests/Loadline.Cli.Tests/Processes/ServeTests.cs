using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Processes;

public sealed class ServeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task Serve_NothingFound_SaysWhatToSet()
    {
        var result = await CliProcess.RunAsync(_folder.Path, "serve");
        Assert.Equal(2, result.ExitCode);
        foreach (var word in (string[])["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "Ollama", "vLLM", "loadline demo"])
        {
            Assert.Contains(word, result.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "openai", "gpt-")]
    [InlineData("ANTHROPIC_API_KEY", "anthropic", "claude-")]
    [InlineData("GEMINI_API_KEY", "gemini", "gemini-")]
    public async Task Serve_AKeyAndNoConfig_OffersItsModelsAndObserves(string variable, string provider, string reference)
    {
        var environment = new Dictionary<string, string> { [variable] = "not-a-key" };
        await using var serve = CliProcess.Start(_folder.Path, environment, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        Assert.Contains(variable, await serve.ErrorLineAsync($@"  ({provider}: [0-9]+ models \(.*\))"), StringComparison.Ordinal);
        var stated = await serve.ErrorLineAsync(@"Reference: (.*)");
        Assert.Matches($@"^{reference}\S+ \(\$[0-9.]+ in, \$[0-9.]+ out per million tokens, list price of [0-9-]+\), because ", stated);
        await serve.ErrorLineAsync("`auto` OBSERVES");

        // A cheaper, a middle and the reference, all of the one provider.
        Assert.Matches($@"^({reference}\S+) < ({reference}\S+) < {stated.Split(' ')[0]}$", await serve.ErrorLineAsync(@"routing over (.*) would have spent"));
        var models = await ModelsAsync(address);
        Assert.Equal("auto", models[0]);
        Assert.Contains(stated.Split(' ')[0], models);
        Assert.True(models.Count > 5);
        await serve.SignalAsync("TERM");
        var end = await serve.EndAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.DoesNotContain("not-a-key", end.Error + end.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OllamaElsewhere_IsFoundAndServesChatAndEmbeddings()
    {
        await using var ollama = FakeUpstream.Start();
        ollama.ModelIds = ["nomic-embed-text:latest", "qwen3:8b"];
        var environment = new Dictionary<string, string> { ["OLLAMA_HOST"] = $"127.0.0.1:{ollama.Port}" };
        await using var serve = CliProcess.Start(_folder.Path, environment, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        await serve.ErrorLineAsync($@"ollama: 2 models \(answers at http://127.0.0.1:{ollama.Port}/v1\)");
        await serve.ErrorLineAsync(@"Reference: qwen3:8b \(price unknown\), because nothing is known");
        Assert.Equal(["auto", "nomic-embed-text:latest", "qwen3:8b"], await ModelsAsync(address));
        using var chat = await PostAsync(address, "/v1/chat/completions", """{"model":"auto","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal((HttpStatusCode.OK, "qwen3:8b"), (chat.StatusCode, chat.Headers.GetValues("x-loadline-model").Single()));
        using var embeddings = await PostAsync(address, "/v1/embeddings", """{"model":"nomic-embed-text:latest","input":"Hi"}""");
        Assert.Equal(HttpStatusCode.OK, embeddings.StatusCode);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "can be reached from other machines")]
    [InlineData("http://192.0.2.1:4242", "can be reached from other machines")]
    [InlineData("4242", "is no address to listen on")]
    public async Task Serve_UrlsBeyondThisMachine_AreRefused(string urls, string expected)
    {
        _folder.Write("loadline.yaml", Texts.Config);
        var result = await CliProcess.RunAsync(_folder.Path, "serve", "--urls", urls);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_TakenPort_SaysWhatToDoAndEndsWithThree()
    {
        _folder.Write("loadline.yaml", Texts.Config);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        var result = await CliProcess.RunAsync(_folder.Path, "serve", "--urls", url);
        Assert.Equal(3, result.ExitCode);
        Assert.Contains($"Something else already listens on {url}. Stop it, or listen elsewhere: --urls http://127.0.0.1:4243.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_StoppedDuringARequest_AnswersItFirst()
    {
        // Longer than the two seconds after which the command line's parser would end the process by itself.
        _folder.Write("loadline.yaml", Texts.Config.Replace("can: [tools]", "can: [tools], simulate: { time_to_first_token: 3s }", StringComparison.Ordinal));
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        var asked = PostAsync(address, "/v1/chat/completions", """{"model":"auto","messages":[{"role":"user","content":"Hi"}]}""");
        await UnderWayAsync(address);

        await serve.SignalAsync("TERM");

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_BrokenConfig_ListsEveryErrorAndStartsNothing()
    {
        _folder.Write("loadline.yaml", Texts.BrokenConfig);
        var result = await CliProcess.RunAsync(_folder.Path, "serve");
        Assert.Equal(2, result.ExitCode);
        foreach (var line in (int[])[5, 8, 10])
        {
            Assert.Contains($"loadline.yaml:{line}:", result.Error, StringComparison.Ordinal);
        }

        Assert.Contains("3 errors in loadline.yaml; nothing was started.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_MissingOutcomeTable_IsAStartUpError()
    {
        _folder.Write("loadline.yaml", Texts.Config.Replace("dialect: simulated", "dialect: simulated, outcomes: gone.jsonl", StringComparison.Ordinal));
        var result = await CliProcess.RunAsync(_folder.Path, "serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("There is no file gone.jsonl", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_EditedConfig_IsPutIntoForceAndABrokenEditIsNot()
    {
        _folder.Write("loadline.yaml", Texts.Config);
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        Assert.Equal(1, await GenerationAsync(address));

        _folder.Write("loadline.yaml", Texts.Config.Replace("urgent", "pressing", StringComparison.Ordinal));
        await serve.ErrorLineAsync("loadline.yaml was read again: generation 2 is in force.");
        Assert.Equal(2, await GenerationAsync(address));

        _folder.Write("loadline.yaml", Texts.BrokenConfig);
        await serve.ErrorLineAsync("loadline.yaml was not taken; generation 2 stays in force.");
        await serve.ErrorLineAsync("loadline.yaml:8:");
        Assert.Equal(2, await GenerationAsync(address));
        using var answer = await PostAsync(address, "/v1/chat/completions", """{"model":"large","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task Serve_ChangedOutcomeTable_IsReplayedAndABrokenOneIsNot()
    {
        _folder.Write("table.jsonl", Row("before"));
        _folder.Write("loadline.yaml", Texts.Config.Replace("dialect: simulated", "dialect: simulated, outcomes: table.jsonl", StringComparison.Ordinal));
        await using var serve = CliProcess.Start(_folder.Path, null, "serve", "--urls", "http://127.0.0.1:0");
        var address = await serve.AddressAsync();
        Assert.Contains("before", await ReplayAsync(address), StringComparison.Ordinal);

        _folder.Write("table.jsonl", "{\"id\":\"1\"}\n");
        await serve.ErrorLineAsync("loadline.yaml was not taken; generation 1 stays in force.");
        Assert.Contains("before", await ReplayAsync(address), StringComparison.Ordinal);

        _folder.Write("table.jsonl", Row("quite another"));
        await serve.ErrorLineAsync("loadline.yaml was read again: generation 2 is in force.");
        Assert.Contains("quite another", await ReplayAsync(address), StringComparison.Ordinal);
        await serve.SignalAsync("TERM");
        Assert.Equal(0, (await serve.EndAsync()).ExitCode);
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static string Row(string answer) =>
        """{"id":"1","prompt":"Hi","outcomes":{"small":{"quality":1},"large":{"quality":1,"response":"ANSWER"}}}""".Replace("ANSWER", answer, StringComparison.Ordinal) + "\n";

    private async Task<string> ReplayAsync(Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/v1/chat/completions"))
        {
            Content = new StringContent("""{"model":"large","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("x-loadline-row", "1");
        using var answer = await _http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<List<string>> ModelsAsync(Uri address)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(address, "/v1/models")));
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
    }

    private async Task<long> GenerationAsync(Uri address)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri(address, "/healthz")));
        return json.RootElement.GetProperty("configGeneration").GetInt64();
    }

    private async Task UnderWayAsync(Uri address)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await _http.GetStringAsync(new Uri(address, "/metrics"), limit.Token)).Contains("loadline_requests_active 1", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), limit.Token);
        }
    }

    private Task<HttpResponseMessage> PostAsync(Uri address, string path, string body) =>
        _http.PostAsync(new Uri(address, path), new StringContent(body, Encoding.UTF8, "application/json"));
}
