using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Quality;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Learning.Certification;
using Loadline.Learning.Gating;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Loadline.Cli.Demo;

/// <summary><c>loadline demo --story</c>: the life of a certified route over real HTTP, with an injected regression, in some seconds.</summary>
internal sealed class DemoStory : IAsyncDisposable
{
    /// <summary>The stages there are.</summary>
    public const int Stages = 8;

    private const string TableName = "story";
    private const int Batch = 16;
    private const int MostBatches = 120;

    private readonly WebApplication _app;
    private readonly SnapshotHolder _snapshots;
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false });
    private readonly Uri _address;
    private readonly Action<string> _say;
    private int _next;

    private DemoStory(WebApplication app, SnapshotHolder snapshots, Action<string> say)
    {
        _app = app;
        _snapshots = snapshots;
        _say = say;
        _address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Tells it.</summary>
    /// <param name="say">Is told each line.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The stages that were reached, in order; all of them where everything went as it must.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var table = StoryWorld.Table(StoryWorld.Lines("well", false, 1) + StoryWorld.Lines("worse", true, 2), "the story's traffic");
        var snapshots = new SnapshotHolder(Commands.Configs.Build(Load()));
        var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = snapshots,
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
            Tables = new Dictionary<string, OutcomeTable> { [TableName] = table },
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        await using var story = new DemoStory(app, snapshots, say);
        return await story.TellAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<string>> TellAsync(CancellationToken stop)
    {
        var reached = new List<string>();
        async Task StageAsync(string name, string what, string rows, Func<JsonElement, bool> isThere)
        {
            if (await UntilAsync(rows, isThere, stop).ConfigureAwait(false) is { } route)
            {
                reached.Add(name);
                _say(string.Create(CultureInfo.InvariantCulture, $"{reached.Count}. {name,-13} {what}"));
                _say("   " + Describe(route));
            }
        }

        await StageAsync("observe", "The reference serves; reverse audits run the small model in its shadow.", "well", route => Number(route, "requests") >= 64).ConfigureAwait(false);
        Certify();
        await StageAsync("certify", "`loadline certify` proved keep 0.9 on 2,000 graded rows of their own; the gateway took the certificate.", "well", route => Has(route, "certificate")).ConfigureAwait(false);
        await PostAsync("canary", """{"share":"25%","why":"proven, but carefully","who":"story"}""", stop).ConfigureAwait(false);
        await StageAsync("canary", "A quarter of the sessions are served by the small model.", "well", route => Mode(route) == "canary 25%" && Number(route, "audits") >= 64).ConfigureAwait(false);
        await PostAsync("promote", """{"why":"the canary is well","who":"story"}""", stop).ConfigureAwait(false);
        await StageAsync("enforce", "The small model serves wherever the certificate allows.", "well", route => Mode(route) == "enforce" && Number(route, "audits") >= 256).ConfigureAwait(false);
        await StageAsync("regression", "The small model silently gets worse; audits begin to speak against the line.", "worse", route => Mode(route) == "enforce" && Number(route, "wealth") > 1).ConfigureAwait(false);
        await StageAsync("step back", "The watch alarmed: the reference serves again.", "worse", route => Number(route, "stepsBack") > 0).ConfigureAwait(false);
        await StageAsync("reverse audits", "The small model is well again, and proves it in the reference's shadow.", "well", route => Number(route, "recoveryAudits") >= 32).ConfigureAwait(false);
        await StageAsync("recovery", "Reverse audits proved the line anew: the small model serves.", "well", route => Number(route, "recoveries") > 0 && Mode(route) == "enforce").ConfigureAwait(false);
        await EventsAsync(stop).ConfigureAwait(false);
        return reached;
    }

    private static LoadlineConfig Load()
    {
        using var stream = typeof(DemoStory).Assembly.GetManifestResourceStream("Loadline.Cli.Demo.story.yaml")!;
        using var reader = new StreamReader(stream);
        var result = ConfigReader.Read(reader.ReadToEnd(), "story.yaml", static _ => null);
        var config = result.Config ?? throw new InvalidOperationException(string.Join(Environment.NewLine, result.Errors));
        return config with
        {
            Providers = [.. config.Providers.Select(provider => provider with { Outcomes = TableName })],
            Routes = [.. config.Routes.Select(route => route with { Certificate = null })],
        };
    }

    // As the command does, but into memory: nothing of the story is left on the disk.
    private void Certify()
    {
        var config = _snapshots.Current.Config;
        var line = new QualityLine(0.9, null);
        var rows = Certifier.Check(config, "auto", [StoryWorld.Table(StoryWorld.Lines("certify", false, 3), "the story's graded rows")]);
        var report = Certifier.Run(new CertifyRequest(config, "auto", line, 1), rows, evaluate: false);
        if (report.Proven is { } proven)
        {
            var certificate = CertifyCommand.Certificate(report, proven, rows, RowSegments.Mix(config, rows.Rows), days: 90);
            _snapshots.Apply(config with { Routes = [config.Routes[0] with { Certificate = CertificateFile.Read(CertificateFile.Write(certificate), "story") }] }, _snapshots.Current.Catalog);
        }
    }

    private async Task<JsonElement?> UntilAsync(string rows, Func<JsonElement, bool> isThere, CancellationToken stop)
    {
        for (var i = 0; i < MostBatches; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, Batch).Select(_ => AskAsync(rows, stop))).ConfigureAwait(false);
            var route = (await GetAsync("/loadline/stats", stop).ConfigureAwait(false)).GetProperty("routes")[0];
            if (isThere(route))
            {
                return route;
            }
        }

        _say("   This stage was not reached.");
        return null;
    }

    private async Task AskAsync(string rows, CancellationToken stop)
    {
        var i = Interlocked.Increment(ref _next) % StoryWorld.Rows;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "/v1/chat/completions"));
        request.Content = Json(string.Create(CultureInfo.InvariantCulture, $$"""{"model":"auto","messages":[{"role":"user","content":"Question {{rows}} {{i}}"}]}"""));
        request.Headers.Add("x-loadline-row", string.Create(CultureInfo.InvariantCulture, $"{rows}-{i}"));
        request.Headers.Add("x-session-id", string.Create(CultureInfo.InvariantCulture, $"session-{i}"));
        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false);
    }

    private async Task PostAsync(string what, string body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_address, "/loadline/routes/auto/" + what)) { Content = Json(body) };
        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            _say("   " + await response.Content.ReadAsStringAsync(stop).ConfigureAwait(false));
        }
    }

    private async Task<JsonElement> GetAsync(string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_address, path));
        using var response = await _http.SendAsync(request, stop).ConfigureAwait(false);
        using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false));
        return json.RootElement.Clone();
    }

    private async Task EventsAsync(CancellationToken stop)
    {
        _say("");
        _say("What the ledger kept of it (GET /loadline/routes/events):");
        foreach (var one in (await GetAsync("/loadline/routes/events", stop).ConfigureAwait(false)).GetProperty("events").EnumerateArray().Reverse())
        {
            _say($"   {one.GetProperty("kind").GetString(),-18} by {one.GetProperty("who").GetString()}: {one.GetProperty("why").GetString()}");
        }
    }

    private static ByteArrayContent Json(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static string Describe(JsonElement route)
    {
        static string Share(JsonElement of, string name) => of.TryGetProperty(name, out var share) && share.ValueKind == JsonValueKind.Object && share.TryGetProperty("value", out _)
            ? string.Create(CultureInfo.InvariantCulture, $"{share.GetProperty("value").GetDouble():0.000} [{share.GetProperty("low").GetDouble():0.000}, {share.GetProperty("high").GetDouble():0.000}]")
            : "not known yet";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"mode {Mode(route)} ({route.GetProperty("why").GetString()}); {Number(route, "requests")} requests, {Number(route, "audits")} audits; kept {Share(route, "kept")}; net savings USD {Share(route, "netSavingsUsd")}; wealth {Number(route, "wealth"):0.##} of {Number(route, "alarmAt"):0}");
    }

    private static string? Mode(JsonElement route) => route.GetProperty("mode").GetString();

    private static bool Has(JsonElement route, string name) => route.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static double Number(JsonElement route, string name) => route.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
