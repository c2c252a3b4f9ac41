using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Loadline.Cli.Commands;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Hosting;
using Loadline.Wire.OpenAI;
using Microsoft.AspNetCore.Builder;

namespace Loadline.Cli.Tests.Samples;

/// <summary>Each recipe sends its cases where it says: decided directly, and over HTTP with simulated answers.</summary>
public sealed class SampleRoutingTests
{
    private const int FewestCases = 8;

    public static TheoryData<string> Recipes => [.. SampleCases.Recipes];

    public static TheoryData<string, bool> RecipesBothWays
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var recipe in SampleCases.Recipes)
            {
                data.Add(recipe, false);
                data.Add(recipe, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Decide_EveryCase_ReachesItsModelByItsRule(string recipe)
    {
        var snapshot = SampleCases.Snapshot(recipe);
        var context = new RoutingContext();
        var cases = SampleCases.Of(recipe).ToList();
        Assert.True(cases.Count >= FewestCases);
        foreach (var sample in cases)
        {
            Decide(context, snapshot, sample);
            Assert.Equal(
                (recipe, sample.Line, sample.Model, sample.Rule),
                (recipe, sample.Line, context.Planned?.Name, context.Rule?.Name));
        }
    }

    [Theory]
    [MemberData(nameof(RecipesBothWays))]
    public async Task Serve_EveryCase_AnswersFromItsModel(string recipe, bool stream)
    {
        await using var app = GatewayHost.Create(new GatewayOptions
        {
            Snapshots = new SnapshotHolder(SampleCases.Snapshot(recipe)),
            Urls = ["http://127.0.0.1:0"],
            Logging = static _ => { },
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        foreach (var sample in SampleCases.Of(recipe))
        {
            using var request = Request(sample, stream);
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{recipe}:{sample.Line}: {body}");
            Assert.Equal((sample.Line, sample.Model), (sample.Line, Header(response, "x-loadline-model")));
            Assert.Equal((sample.Line, sample.Rule), (sample.Line, RuleOf(Header(response, "x-loadline-reason"))));
            Assert.Equal(stream, body.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal));
            Assert.Contains("[simulated ", body, StringComparison.Ordinal);
        }
    }

    private static void Decide(RoutingContext context, RuntimeSnapshot snapshot, SampleCase sample)
    {
        context.Facts.Reset(sample.Body);
        context.Facts.Headers = new GivenHeaders(sample.Headers.Select(header => $"{header.Key}: {header.Value}"));
        Assert.True(ChatRequestScanner.Scan(context.Facts).Ok);
        Assert.True(HintReader.Read(context.Facts.Headers, context.Facts).Ok);
        context.Begin(snapshot, new Random(1));
        Assert.Equal(RoutingStatus.Decided, Router.Decide(context, snapshot.Find("auto")));
    }

    private static HttpRequestMessage Request(SampleCase sample, bool stream)
    {
        var body = JsonNode.Parse(sample.Body)!.AsObject();
        body["stream"] = stream;
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in sample.Headers)
        {
            request.Headers.Add(name, value);
        }

        return request;
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    // "rule=NAME policy=KIND", or only the policy where no rule fired.
    private static string? RuleOf(string? reason) =>
        reason!.Split(' ').FirstOrDefault(word => word.StartsWith("rule=", StringComparison.Ordinal))?["rule=".Length..];
}
