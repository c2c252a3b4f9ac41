using Loadline.Core.Configuration;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>Each option of a parallel plan moves who is asked or served, streaming and not.</summary>
public sealed class ParallelOptionTests
{
    [Theory]
    [InlineData("take: race, candidates: [c, a]", "42 and more of it")]
    [InlineData("take: vote, candidates: [a, b, c]", "41")]
    [InlineData("take: best, candidates: [a, b, c], check: { kind: score, of: [{ kind: stop }, { kind: contains, texts: [more] }], at_least: 1 }", "42 and more of it")]
    [InlineData("take: best, candidates: [a, b], check: { kind: stop }", "41")]
    public async Task TakeCandidatesAndCheck_SayWhoServes(string plan, string served)
    {
        foreach (var streaming in new[] { true, false })
        {
            await using var world = await World.StartAsync(plan, "41", "It is 41.", "42 and more of it");
            if (plan.Contains("race", StringComparison.Ordinal))
            {
                world.A.Enqueue(UpstreamScript.Hang());
            }

            Assert.Equal(served, (await world.Gateway.AskAsync(Bodies.Chat(streaming))).Text);
        }
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData(", most: 2", 0)]
    public async Task Most_BoundsTheFanOut(string most, int third)
    {
        foreach (var streaming in new[] { true, false })
        {
            await using var world = await World.StartAsync("take: vote, candidates: [a, b, c]" + most, "1", "2", "3");
            await world.Gateway.AskAsync(Bodies.Chat(streaming));
            Assert.Equal((1, 1, third), (world.A.Requests.Count, world.B.Requests.Count, world.C.Requests.Count));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Deadline_WhatHasComeIsChosenFrom(bool streaming)
    {
        await using var world = await World.StartAsync("take: vote, candidates: [a, b, c], deadline: 2s", "41", "", "");
        world.B.Enqueue(UpstreamScript.Hang());
        world.C.Enqueue(UpstreamScript.Hang());
        Assert.Equal("41", (await world.Gateway.AskAsync(Bodies.Chat(streaming))).Text);
    }

    [Theory]
    [InlineData(", keep_alive: 20ms", true)]
    [InlineData("", false)]
    public async Task KeepAlive_IsTheLongestSilence(string option, bool comments)
    {
        await using var world = await World.StartAsync("take: vote, candidates: [a, b, c]" + option, "41", "41", "41");
        foreach (var upstream in new[] { world.A, world.B })
        {
            upstream.Enqueue(new UpstreamScript { Text = "41", TimeToFirstByte = TimeSpan.FromMilliseconds(comments ? 1_500 : 100) });
        }

        var answer = await world.Gateway.AskAsync(Bodies.Chat(streaming: true));
        Assert.Equal("41", answer.Text);
        Assert.Equal(comments, answer.Body.Contains(": loadline is waiting", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("take: best, candidates: [a, b], check: { kind: agreement, samples: 2 }", "`agreement` compares a cascade's drafts")]
    [InlineData("take: best, candidates: [a, b]", "the best cannot be found without a check")]
    [InlineData("take: vote, candidates: [a, b], check: { kind: stop }", "a vote looks at what answers come to")]
    [InlineData("take: vote, candidates: [a, b], most: 9", "`9` is not a number of candidates from 2 to 8")]
    [InlineData("take: first, candidates: [a, b]", "`first` is not")]
    [InlineData("take: race, candidates: [a]", "of one candidate leaves nothing to do")]
    public void Mistakes_AreNamedWithTheirPlace(string plan, string message)
    {
        var url = new Uri("http://127.0.0.1:1/v1");
        var error = Assert.Single(ConfigReader.Read(World.Config(url, url, url, plan), "test.yaml", static _ => null).Errors);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(11, error.Line);
    }

    private sealed record World(FakeUpstream A, FakeUpstream B, FakeUpstream C, TestGateway Gateway) : IAsyncDisposable
    {
        public static async Task<World> StartAsync(string plan, string a, string b, string c)
        {
            var upstreams = new[] { a, b, c }.Select(text => FakeUpstream.Start(UpstreamScript.Reply(text))).ToList();
            return new World(upstreams[0], upstreams[1], upstreams[2], await TestGateway.StartAsync(Config(upstreams[0].BaseUrl, upstreams[1].BaseUrl, upstreams[2].BaseUrl, plan)));
        }

        public static string Config(Uri a, Uri b, Uri c, string plan) => $$"""
            version: 1
            providers:
              pa: { dialect: openai-chat, url: "{{a}}" }
              pb: { dialect: openai-chat, url: "{{b}}" }
              pc: { dialect: openai-chat, url: "{{c}}" }
            models:
              a: { provider: pa, name: ua, price: { input: 1, output: 2 } }
              b: { provider: pb, name: ub, price: { input: 1, output: 2 } }
              c: { provider: pc, name: uc, price: { input: 1, output: 2 } }
            routes:
              auto: { pool: [a, b, c], reference: c, mode: enforce, quality: uncertified, plan: { kind: parallel, {{plan}} } }
            """;

        public async ValueTask DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await A.DisposeAsync();
            await B.DisposeAsync();
            await C.DisposeAsync();
        }
    }
}
