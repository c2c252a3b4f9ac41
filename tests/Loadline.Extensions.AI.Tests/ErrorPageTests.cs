using System.Text;
using System.Text.RegularExpressions;
using Loadline.Cli.Commands;
using Loadline.Core.Configuration;
using Loadline.Core.Plans;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Testing;

namespace Loadline.Extensions.AI.Tests;

/// <summary>Every error that Loadline itself tells leads to a place in the documentation that there is.</summary>
public sealed partial class ErrorPageTests
{
    private const string CallerPage = "docs/troubleshooting/caller-errors.md";

    // Told to records and metrics, never to whoever asked; an unknown model has a code of its own there.
    private static readonly RoutingError[] NeverTold =
        [RoutingError.None, RoutingError.CallerBadRequest, RoutingError.CallerGone, RoutingError.UnknownModel, RoutingError.OverLimit];

    [Fact]
    public void Codes_OfTheGatewayAndTheDialects_HaveTheirPlace()
    {
        var codes = Sources("Loadline.Gateway").Concat(Sources("Loadline.Wire")).SelectMany(Codes)
            .Concat(Enum.GetValues<RoutingError>().Except(NeverTold).Where(error => !RoutingErrors.IsOurChoice(error)).Select(RoutingErrors.Name))
            .Distinct().ToList();
        Assert.Contains("model_not_found", codes);
        Assert.Contains("invalid_json", codes);
        Assert.Empty(codes.Except(RepositoryPages.Anchors(CallerPage)).Order());
    }

    [Fact]
    public void Codes_OfTheLibrary_HaveTheirPlace()
    {
        var own = Sources("Loadline.Extensions.AI").SelectMany(text => Exceptions().Matches(text)).Select(match => match.Groups["code"].Value);
        var told = Sources("Loadline.Wire").SelectMany(Codes).Concat(Enum.GetValues<RoutingError>().Except(NeverTold).Where(error => !RoutingErrors.IsOurChoice(error)).Select(RoutingErrors.Name));
        var links = own.Concat(told).Append("invalid_config").Distinct().Select(code => new LoadlineException(code, "", null).HelpLink!).ToList();
        Assert.Contains("docs/troubleshooting/library.md#missing_client", links);
        Assert.Equal("docs/troubleshooting/library.md#invalid_config", new LoadlineException("A config's errors.").HelpLink);
        Assert.DoesNotContain(links, link => link.Split('#') is not [var page, var anchor] || !RepositoryPages.Anchors(page).Contains(anchor));
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"none","messages":[{"role":"user","content":"Hi"}]}""", "model_not_found")]
    [InlineData("/v1/messages", """{"model":"none","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", "model_not_found")]
    [InlineData("/v1/responses", """{"model":"auto","input":[]""", "invalid_json")]
    [InlineData("/v1beta/models/auto:generateContent", "{}", "missing_required_parameter")]
    public async Task Refusal_OfAnyDialect_SaysWhereToRead(string path, string body, string code)
    {
        const string Yaml = """
            version: 1
            providers: { simulated: { dialect: simulated } }
            models: { small: { provider: simulated, name: small } }
            routes: { auto: { pool: [small], reference: small } }
            """;
        await using var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(Configs.Build(ConfigReader.Read(Yaml, "loadline.yaml", _ => null).Config!)),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(CallerPage + "#" + code, Assert.Single(answer.Headers.GetValues("x-loadline-help")));
    }

    private static IEnumerable<string> Sources(string project) => Directory
        .EnumerateFiles(Path.Combine(RepositoryPages.Root, "src", project), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);

    // Codes and kinds stand in the same calls; kinds end in _error.
    private static IEnumerable<string> Codes(string source) => Calls().Matches(source)
        .SelectMany(call => Words().Matches(call.Value)).Select(match => match.Groups["word"].Value)
        .Where(word => !word.EndsWith("_error", StringComparison.Ordinal) && word is not ("insufficient_quota" or "previous_response_id"));

    [GeneratedRegex(@"(RefuseAsync|GiveUpAsync|ErrorReply\.WriteAsync|ErrorEnvelope\.Create|ScanResult\.Error|OwnErrors\.Create)\s*\([^;]*")]
    private static partial Regex Calls();

    [GeneratedRegex(@"""(?<word>[a-z]+(_[a-z]+)+)""")]
    private static partial Regex Words();

    [GeneratedRegex(@"new LoadlineException\(\s*""(?<code>[a-z_]+)""")]
    private static partial Regex Exceptions();
}
