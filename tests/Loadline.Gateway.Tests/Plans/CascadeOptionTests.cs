using Loadline.Gateway.Tests.Kit;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Plans;

/// <summary>Each field of a cascade's checks moves who serves, streaming and not.</summary>
public sealed class CascadeOptionTests
{
    private const string Draft = "Two words, Maybe.";
    private const string Large = "From the large one.";

    private const string Schema = """,\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\",\"required\":[\"a\"]}}}""";

    public static TheoryData<string, bool, bool> Checks()
    {
        var rows = new TheoryData<string, bool, bool>();
        foreach (var (check, serves) in new[]
        {
            ("{ kind: length, min_chars: 17 }", true), ("{ kind: length, min_chars: 18 }", false),
            ("{ kind: length, max_chars: 17 }", true), ("{ kind: length, max_chars: 16 }", false),
            ("{ kind: length, max_words: 3 }", true), ("{ kind: length, max_words: 2 }", false),
            ("{ kind: contains, texts: [two, maybe], all: true }", true), ("{ kind: contains, texts: [two, three], all: true }", false),
            ("{ kind: contains, texts: [two, three] }", true), ("{ kind: contains, texts: [maybe], ignore_case: false }", false),
            ("{ kind: regex, pattern: \"Maybe\" }", true), ("{ kind: regex, pattern: \"maybe\" }", false),
            ("{ kind: stop }", true), ("{ kind: stop, reasons: [length] }", false), ("{ kind: stop, reasons: [length, stop] }", true),
            ("{ kind: refusal }", true),
            ("{ kind: any, of: [{ kind: regex, pattern: x }, { kind: stop }] }", true), ("{ kind: all, of: [{ kind: regex, pattern: x }, { kind: stop }] }", false),
            ("{ kind: score, of: [{ kind: regex, pattern: x }, { kind: stop }], weights: [1, 3], at_least: 0.7 }", true),
            ("{ kind: score, of: [{ kind: regex, pattern: x }, { kind: stop }], weights: [3, 1], at_least: 0.7 }", false),
            ("{ kind: score, of: [{ kind: regex, pattern: x }, { kind: stop }], weights: [3, 1], at_least: 0.2 }", true),
        })
        {
            rows.Add(check, serves, true);
            rows.Add(check, serves, false);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Accept_Field_MovesWhoServes(string check, bool serves, bool streaming) =>
        AskAsync(check, Draft, streaming, serves ? Draft : Large);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refusal_Hedging_RejectsDoubtfulWording(bool streaming)
    {
        const string Doubtful = "It might be 5, perhaps, I think, but maybe it is possibly 6.";
        await AskAsync("{ kind: refusal }", Doubtful, streaming, Doubtful);
        await AskAsync("{ kind: refusal, hedging: true }", Doubtful, streaming, Large);
        await AskAsync("{ kind: refusal }", "I'm sorry, but I can't help with that.", streaming, Large);
    }

    [Theory]
    [InlineData("{ kind: json_schema }", "[1]", "", true)]
    [InlineData("{ kind: json_schema }", "one", "", false)]
    [InlineData("{ kind: json_schema, schema: { type: object } }", "[1]", "", false)]
    [InlineData("{ kind: json_schema, schema: { type: array } }", "[1]", "", true)]
    [InlineData("{ kind: json_schema }", "{\"a\":1}", Schema, true)]
    [InlineData("{ kind: json_schema }", "{\"b\":1}", Schema, false)]
    [InlineData("{ kind: json_schema, schema: { type: object } }", "{\"b\":1}", Schema, true)]
    public async Task JsonSchema_TheOneWritten_ElseTheRequests(string check, string draft, string more, bool serves)
    {
        foreach (var streaming in new[] { true, false })
        {
            await AskAsync(check, draft, streaming, serves ? draft : Large, more.Replace("\\\"", "\"", StringComparison.Ordinal));
        }
    }

    // A schema of the caller's that this program cannot read proves nothing: the next step is asked, the request goes on.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task JsonSchema_TheRequestsCannotBeRead_NextStepServes(bool streaming)
    {
        var answer = await AskAsync("{ kind: json_schema }", "{\"a\":1}", streaming, Large, Schema.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\"required\":[\"a\"]", "\"if\":{},\"then\":{}", StringComparison.Ordinal));
        Assert.Contains("small rejected: the request's schema cannot be checked", Assert.Single(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("42", true, true)]
    [InlineData("42", true, false)]
    [InlineData("41", false, true)]
    [InlineData("41", false, false)]
    public async Task Agreement_Share_IsOfItsOwnSamples(string other, bool serves, bool streaming)
    {
        await using var a = FakeUpstream.Start();
        a.Enqueue(UpstreamScript.Reply("42"), UpstreamScript.Reply(other), UpstreamScript.Reply("40"));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply(Large));
        await using var gateway = await StartAsync(a, b, "{ kind: agreement, samples: 2, share: 0.4 }");
        Assert.Equal(serves ? "42" : Large, (await gateway.AskAsync(Bodies.Chat(streaming))).Text);
        Assert.Equal(3, a.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MaxCost_NextStepCouldNotBePaid_FirstIsServedUnchecked(bool streaming)
    {
        await AskAsync("{ kind: regex, pattern: never }", Draft, streaming, Draft, plan: ", max_cost_usd: 0.0000001");
        await AskAsync("{ kind: regex, pattern: never }", Draft, streaming, Large, plan: ", max_cost_usd: 1");
    }

    // The draft comes whole and is rejected at once; it is the next step that is waited for.
    [Theory]
    [InlineData(", keep_alive: 20ms", true)]
    [InlineData("", false)]
    public async Task KeepAlive_CoversTheNextStepToo(string option, bool comments)
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply(Draft));
        await using var b = FakeUpstream.Start(new UpstreamScript { Text = Large, TimeToFirstByte = TimeSpan.FromMilliseconds(comments ? 1_500 : 100) });
        await using var gateway = await StartAsync(a, b, "{ kind: regex, pattern: never }", option);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming: true));
        Assert.Equal((Large, comments), (answer.Text, answer.Body.Contains(": loadline is waiting", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[small, large]", Draft)]
    [InlineData("[large, small]", Large)]
    public async Task Steps_AreAskedInOrder(string steps, string first)
    {
        foreach (var streaming in new[] { true, false })
        {
            await AskAsync("{ kind: stop }", Draft, streaming, first, steps: steps);
        }
    }

    private static async Task<IReadOnlyList<string>> AskAsync(
        string check, string draft, bool streaming, string served, string more = "", string plan = "", string steps = "[small, large]")
    {
        await using var a = FakeUpstream.Start(UpstreamScript.Reply(draft));
        await using var b = FakeUpstream.Start(UpstreamScript.Reply(Large));
        await using var gateway = await StartAsync(a, b, check, plan, steps);
        var answer = await gateway.AskAsync(Bodies.Chat(streaming, more: more));
        Assert.Equal((200, served), (answer.Status, answer.Text));
        return (await gateway.DecisionAsync(answer)).Signals.Checks ?? [];
    }

    private static Task<TestGateway> StartAsync(FakeUpstream a, FakeUpstream b, string accept, string more = "", string steps = "[small, large]") =>
        TestGateway.StartAsync(Configs.Pair(a.BaseUrl, b.BaseUrl, $"plan: {{ kind: cascade, steps: {steps}, accept: {accept}{more} }}")
            .Replace("policy: { kind: fixed, use: small }, ", "", StringComparison.Ordinal));
}
