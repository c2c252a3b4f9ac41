using System.Diagnostics;
using System.Globalization;
using System.Text;
using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>A cascade over sockets: who is served, what never reaches the caller, what is in the account.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class CascadeTests
{
    private const string Regex = "{ kind: regex, pattern: \"good\" }";

    public static TheoryData<bool> Streaming => [true, false];

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Ask_DraftPasses_ItIsServedAndNobodyElseIsAsked(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("A good answer."));
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, Regex);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((200, "A good answer.", BodyEnd.Complete), (answer.Status, answer.Text, answer.End));
        Assert.Equal(("small", "policy=cascade"), (answer.Header("x-loadline-model"), answer.Header("x-loadline-reason")));
        Assert.Empty(b.Requests);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(("small", "choice", "ok"), (decision.Served, decision.ServedAs, Assert.Single(decision.Attempts).Outcome));
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Ask_DraftFails_NextStepServesAndBothArePaid(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("A bad one, SECRET-DRAFT."));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, Regex);

        var answer = await gateway.AskAsync(Bodies.Chat(streaming));

        Assert.Equal((200, "From the large one.", "large"), (answer.Status, answer.Text, answer.Header("x-loadline-model")));
        Assert.DoesNotContain("SECRET", answer.Body, StringComparison.Ordinal);
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal(["small draft_rejected", "large ok"], decision.Attempts.Select(attempt => attempt.Model + " " + attempt.Outcome));
        Assert.All(decision.Attempts, attempt => Assert.True(attempt.CostUsd > 0));
        Assert.Equal(decision.Attempts.Sum(attempt => attempt.CostUsd), decision.CostUsd);

        if (!streaming)
        {
            Assert.Equal(decision.CostUsd, decimal.Parse(answer.Header("x-loadline-cost-usd")!, CultureInfo.InvariantCulture));
        }

        // The reference would have cost its own answer alone: the draft is this route's expense.
        Assert.Equal(decision.Attempts[1].CostUsd, decision.ReferenceCostUsd);
        Assert.Equal(0, (await gateway.GetJsonAsync("/loadline/stats")).GetProperty("failovers").GetInt32());
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Fact]
    public async Task Ask_AnyDraftCutAnywhere_NotAByteOfARejectedOneReachesTheCaller()
    {
        // Property: whatever the draft says, however it is cut, where it breaks off: its canary is nowhere in what the caller got.
        var random = new Random(11);
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, "{ kind: all, of: [ { kind: refusal }, { kind: logprob, mean: -0.5, early: 4 }, { kind: regex, pattern: \"good\" } ] }");
        for (var i = 0; i < 60; i++)
        {
            var words = Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(4) == 0 ? "I'm sorry, but I can't" : "word");
            var script = Logprobs("CANARY-" + string.Join(" CANARY-", words), -random.NextDouble(), random) with
            {
                FragmentSize = random.Next(0, 3) == 0 ? random.Next(1, 50) : 0,
                Fault = random.Next(4) == 0 ? UpstreamFault.AtByte(random.Next(2) == 0 ? FaultKind.Fin : FaultKind.Reset, random.Next(1, 3000)) : null,
            };
            a.Enqueue(script);
            var answer = await gateway.AskAsync(Bodies.Chat(streaming: random.Next(3) > 0));
            Assert.Equal((200, "From the large one."), (answer.Status, answer.Text));
            Assert.DoesNotContain("CANARY", answer.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(answer.Head.Headers, header => header.Value.Contains("CANARY", StringComparison.Ordinal));
        }

        await Invariants.HoldAsync(gateway, b);
    }

    [Fact]
    public async Task Ask_SureFromTheStart_FirstTokenComesInLessThanHalfTheTimeOfTheWholeDraft()
    {
        // 100 tokens, 10 ms apart: whole after a second, sure after 16 tokens.
        await using var a = FakeUpstream.Start(Logprobs(string.Join(' ', Enumerable.Repeat("token", 100)), -0.05, new Random(3)) with { TokenGap = TimeSpan.FromMilliseconds(10) });
        await using var b = FakeUpstream.Start();
        await using var early = await StartAsync(a, b, "{ kind: logprob, mean: -0.4, early: 16 }");
        await using var whole = await StartAsync(a, b, "{ kind: logprob, mean: -0.4 }");
        await FirstTokenAsync(early);
        var (committed, buffered) = (new List<double>(), new List<double>());
        for (var i = 0; i < 5; i++)
        {
            committed.Add(await FirstTokenAsync(early));
            buffered.Add(await FirstTokenAsync(whole));
        }

        committed.Sort();
        buffered.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time to first token: {committed[2]:0} ms with early commit, {buffered[2]:0} ms buffered"));
        Assert.True(committed[2] <= buffered[2] / 2, $"{committed[2]} against {buffered[2]} ms");
        Assert.Empty(b.Requests);
    }

    [Fact]
    public async Task Ask_RefusesInItsFirstWords_DraftIsClosedAtOnce()
    {
        await using var a = FakeUpstream.Start(new() { Text = "I'm sorry, but I can't do that. " + string.Join(' ', Enumerable.Repeat("t", 10_000)), TokenGap = TimeSpan.FromMilliseconds(5) });
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, "{ kind: refusal }");

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Equal("From the large one.", answer.Text);
        await a.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        Assert.InRange(a.Connections.Single().TokensWritten, 1, 200);
        var rejected = (await gateway.DecisionAsync(answer)).Attempts[0];

        // It told no usage before it was cut off; what had come is estimated, not left out.
        Assert.Equal("draft_rejected", rejected.Outcome);
        Assert.True(rejected.CostUsd > 0 && rejected.Usage!.Value.Output is > 0 and < 200);
    }

    [Fact]
    public async Task Ask_DraftIsHeldLong_CommentsKeepTheCallerAndTheAnswerComesWhole()
    {
        await using var a = FakeUpstream.Start(new() { Text = "a b c d e f g h", TokenGap = TimeSpan.FromMilliseconds(60) });
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, Regex, ", keep_alive: 50ms");

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Equal(("From the large one.", BodyEnd.Complete), (answer.Text, answer.End));
        Assert.Contains(": loadline is waiting", answer.Body, StringComparison.Ordinal);
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Fact]
    public async Task Ask_HeldLongAndThenEverybodyFails_CallerIsToldInsideTheStream()
    {
        await using var a = FakeUpstream.Start(new() { Text = "a b c d e f g h", TokenGap = TimeSpan.FromMilliseconds(60) });
        await using var b = FakeUpstream.Start(UpstreamScript.Error(400));
        await using var gateway = await StartAsync(a, b, Regex, ", keep_alive: 50ms");

        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));

        Assert.Contains("\"error\"", answer.Body, StringComparison.Ordinal);
        Assert.NotEqual(BodyEnd.Complete, answer.End);
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Theory]
    [InlineData(true, "{ kind: logprob, mean: -0.4 }", ",\"logprobs\":true")]
    [InlineData(false, "{ kind: logprob, entropy: 1 }", ",\"top_logprobs\":5")]
    [InlineData(false, Regex, "")]
    public async Task Ask_CheckNeedsLogprobs_TheyAreAskedForAndOnlyThen(bool streaming, string accept, string asked)
    {
        await using var a = FakeUpstream.Start(Logprobs("good", -0.1, new Random(1)));
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, accept);
        await gateway.AskAsync(Bodies.Chat(streaming));
        var sent = a.Requests.Single().BodyText;
        Assert.Equal(asked.Length > 0, sent.Contains("logprobs", StringComparison.Ordinal));
        Assert.Contains(asked.TrimStart(','), sent, StringComparison.Ordinal);
        using var document = a.Requests.Single().Json();
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Ask_DraftStepFails_NextStepServes(bool streaming)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Error(503));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, Regex);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming));
        Assert.Equal("From the large one.", answer.Text);
        Assert.Equal(["upstream_unavailable", "ok"], (await gateway.DecisionAsync(answer)).Attempts.Select(attempt => attempt.Outcome));
    }

    [Fact]
    public async Task Ask_NextStepCouldNotBePaid_FirstIsServedUnchecked()
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply("A bad one."));
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, Regex, ", max_cost_usd: 0.0000001");
        Assert.Equal("A bad one.", (await gateway.AskAsync(Bodies.Chat(streaming: false))).Text);
        Assert.Empty(b.Requests);
    }

    [Theory]
    [MemberData(nameof(Streaming))]
    public async Task Ask_CallerGoesWhileADraftIsHeld_UpstreamIsClosed(bool streaming)
    {
        await using var a = FakeUpstream.Start(new() { Tokens = 10_000, TokenGap = TimeSpan.FromMilliseconds(5), TimeToFirstByte = TimeSpan.FromMilliseconds(streaming ? 0 : 60_000) });
        await using var b = FakeUpstream.Start();
        await using var gateway = await StartAsync(a, b, Regex);
        long left;
        await using (var client = await gateway.ConnectAsync())
        {
            await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming));
            await a.WaitForRequestAsync();
            await Task.Delay(50);
            left = Stopwatch.GetTimestamp();
        }

        await a.WaitForAsync(upstream => upstream.Connections.Single().PeerClosedAt is not null);
        Assert.True(a.Connections.Single().PeerClosedAfter(left) < TimeSpan.FromMilliseconds(Tier.Pick(5_000, 100)));
        Assert.Empty(b.Requests);
        await Invariants.HoldAsync(gateway, a, b);
    }

    [Fact]
    public async Task Ask_RouteObserves_ReferenceServesAloneAsEver()
    {
        await using var a = FakeUpstream.Start();
        await using var b = FakeUpstream.Start(UpstreamScript.Reply("From the large one."));
        await using var gateway = await StartAsync(a, b, Regex, mode: "mode: observe");
        Assert.Equal("From the large one.", (await gateway.AskAsync(Bodies.Chat(streaming: true))).Text);
        Assert.Empty(a.Requests);
    }

    private static async Task<double> FirstTokenAsync(TestGateway gateway)
    {
        await using var client = await gateway.ConnectAsync();
        var sent = Stopwatch.GetTimestamp();
        await client.PostAsync(TestGateway.Chat, Bodies.Chat(streaming: true));
        await client.ReadHeadAsync();
        double? first = null;
        await foreach (var chunk in client.ReadChunksAsync())
        {
            first ??= Encoding.UTF8.GetString(chunk.Bytes.Span).Contains("token", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(sent).TotalMilliseconds : null;
        }

        return first!.Value;
    }

    // A stream, or a reply, whose tokens have log-probabilities around a mean.
    private static UpstreamScript Logprobs(string text, double mean, Random random)
    {
        var tokens = text.Split(' ');
        string Token(string token, int i)
        {
            var logprob = (mean * (0.5 + random.NextDouble())).ToString("0.####", CultureInfo.InvariantCulture);
            return $$"""{"token":"{{token}}","logprob":{{logprob}},"top_logprobs":[{"token":"{{token}}","logprob":{{logprob}}}]}""";
        }

        var events = tokens.Select((token, i) => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + (i == 0 ? "" : " ") + token + "\"},\"logprobs\":{\"content\":[" + Token(token, i) + "]}}]}\n\n")).ToList();
        events.Add(Encoding.UTF8.GetBytes("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"));
        var whole = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"finish_reason\":\"stop\",\"logprobs\":{\"content\":["
            + string.Join(',', tokens.Select(Token)) + "]}}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";
        return new() { Events = events, Body = Encoding.UTF8.GetBytes(whole) };
    }

    private static Task<TestGateway> StartAsync(FakeUpstream a, FakeUpstream b, string accept, string more = "", string mode = "mode: enforce, quality: uncertified") =>
        TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, $"plan: {{ kind: cascade, steps: [small, large], accept: {accept}{more} }}", mode)
            .Replace("dialect: openai-chat,", "dialect: openai-chat, breaker: off,", StringComparison.Ordinal).Replace("policy: { kind: fixed, use: small }, ", "", StringComparison.Ordinal));
}
