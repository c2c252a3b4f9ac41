using System.Text;
using System.Text.Json;
using Loadline.Core.Ledger;
using Loadline.Gateway.Tests.Kit;
using Loadline.Storage.Sqlite;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Dialects;

/// <summary>Different dialects in and out: what is lost is told, what cannot be lost is not sent.</summary>
public sealed class ConversionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Losses_OfARequest_AreInRecordAddressMetricAndLedger(bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        var ledger = new LedgerWriter(SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("l.db"))), new LedgerWriterOptions(), TimeProvider.System, static _ => { });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl), ledger: ledger);

        var answer = await gateway.SayAsync(Dialect.Anthropic, streaming, more: ",\"top_k\":5");

        Assert.Equal(200, answer.Status);
        var loss = Assert.Single((await gateway.DecisionAsync(answer)).Losses);
        Assert.Equal(("dropped", "top_k"), (loss.Kind, loss.Path));
        Assert.Equal(1, (await gateway.MetricsAtRestAsync()).Samples["loadline_conversion_losses_total{dialect=\"anthropic\",kind=\"dropped\"}"]);
        var told = await gateway.GetJsonAsync("/loadline/decisions/" + answer.DecisionId);
        Assert.Equal(("anthropic", "top_k"), (told.GetProperty("dialect").GetString(), told.GetProperty("losses")[0].GetProperty("path").GetString()));
        Assert.True(await ledger.FlushAsync());
        var kept = (await ledger.Ledger.Decisions.FindAsync(answer.DecisionId!))!.Decision;
        Assert.Equal(("anthropic", loss), (kept.Dialect, Assert.Single(kept.Losses)));
    }

    [Theory]
    [InlineData("previous_response_id", "\"resp_1\"")]
    [InlineData("conversation", "{\"id\":\"conv_1\"}")]
    [InlineData("prompt", "{\"id\":\"pmpt_1\"}")]
    public async Task Bound_ToWhatOneProviderKeeps_IsNotSentElsewhere(string member, string value)
    {
        await using var chat = FakeUpstream.Start();
        await using var responses = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(chat.BaseUrl, responses.BaseUrl, dialectB: "openai-responses"));
        await using var none = await TestGateway.StartAsync(Configs.Pair(chat.BaseUrl, chat.BaseUrl));
        var more = $",\"{member}\":{value}";

        var answer = await gateway.SayAsync(Dialect.OpenAIResponses, false, more: more);
        var refused = await none.SayAsync(Dialect.OpenAIResponses, false, more: more);

        Assert.Equal((200, "large"), (answer.Status, answer.Header("x-loadline-model")));
        Assert.Contains(more, responses.Requests[0].BodyText, StringComparison.Ordinal);
        Assert.Equal((400, "no_eligible_candidate"), (refused.Status, refused.Code));
        Assert.Contains("does not speak the API that keeps this conversation", refused.Message, StringComparison.Ordinal);
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task Bound_ToCachedContent_GoesToGeminiOnly()
    {
        await using var chat = FakeUpstream.Start();
        await using var google = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(chat.BaseUrl, google.BaseUrl, dialectB: "gemini"));

        var answer = await gateway.SayAsync(Dialect.Gemini, false, more: ",\"cachedContent\":\"cachedContents/1\"");

        Assert.Equal((200, "large"), (answer.Status, answer.Header("x-loadline-model")));
        Assert.Empty(chat.Requests);
    }

    [Fact]
    public async Task Background_OfResponses_IsRefusedInWords()
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: "openai-responses"));

        var answer = await gateway.SayAsync(Dialect.OpenAIResponses, false, more: ",\"background\":true");

        Assert.Equal((400, "background"), (answer.Status, answer.Param));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Candidate_ThatCannotUseTools_IsPassedOver(bool streaming)
    {
        await using var plain = FakeUpstream.Start();
        await using var able = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(plain.BaseUrl, able.BaseUrl, dialectA: "gemini", dialectB: "gemini")
            .Replace("name: up-small,", "name: up-small, can: [schema],", StringComparison.Ordinal));

        var answer = await gateway.SayAsync(
            Dialect.Anthropic, streaming, more: ""","tools":[{"name":"f","input_schema":{"type":"object"}}]""");

        Assert.Equal((200, "large"), (answer.Status, answer.Header("x-loadline-model")));
        Assert.Empty(plain.Requests);
    }

    [Theory]
    [InlineData("openai-chat", "\"reasoning_effort\":\"high\"")]
    [InlineData("openai-responses", "\"effort\":\"high\"")]
    [InlineData("anthropic", "\"budget_tokens\":16384")]
    [InlineData("gemini", "\"thinkingBudget\":16384")]
    public async Task Effort_OfTheCandidate_IsInEachUpstreamsWords(string dialect, string sent)
    {
        await using var upstream = FakeUpstream.Start();
        var name = dialect switch { "anthropic" => "claude-sonnet-4-5", "gemini" => "gemini-2.5-pro", _ => "gpt-5" };
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, models: $"  thinker: {{ provider: a, name: {name}, effort: high, max_output: 60000 }}", dialectA: dialect));
        foreach (var caller in Speech.Callers)
        {
            var body = Speech.Body(caller, false, "thinker").Replace("\"max_tokens\":100", "\"max_tokens\":20000", StringComparison.Ordinal);
            var answer = await gateway.PostAsync(Speech.Path(caller, false, "thinker"), body);

            Assert.Equal(200, answer.Status);
            Assert.Contains(sent, upstream.Requests[^1].BodyText, StringComparison.Ordinal);
        }
    }

    /// <summary>Anthropic's levels begin at low, so the caller's own bytes have no place for less.</summary>
    [Theory]
    [InlineData("none", null, true)]
    [InlineData("none", null, false)]
    [InlineData("minimal", "\"effort\":\"low\"", true)]
    [InlineData("minimal", "\"effort\":\"low\"", false)]
    [InlineData("max", "\"effort\":\"max\"", false)]
    public async Task Effort_BelowWhatAnthropicNames_IsSaidInItsWords(string effort, string? sent, bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(
            upstream.BaseUrl, upstream.BaseUrl, models: $"  thinker: {{ provider: a, name: claude-opus-4-6, effort: {effort} }}", dialectA: "anthropic"));

        var answer = await gateway.SayAsync(Dialect.Anthropic, streaming, "thinker", ""","output_config":{"effort":"high"},"thinking":{"type":"adaptive"}""");

        Assert.Equal(200, answer.Status);
        using var body = upstream.Requests[0].Json();
        Assert.Equal(sent is not null, body.RootElement.TryGetProperty("thinking", out _));
        Assert.Equal(sent is not null, body.RootElement.TryGetProperty("output_config", out _));
        Assert.Contains(sent ?? "\"messages\"", upstream.Requests[0].BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Text_WithHalfASurrogatePair_IsMendedAndServed(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start();
        var other = caller == Dialect.Anthropic ? "gemini" : "anthropic";
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: other));

        var answer = await gateway.PostAsync(Speech.Path(caller, streaming), Speech.Body(caller, streaming).Replace("Hello", "a\\ud800b", StringComparison.Ordinal));

        Assert.Equal((200, "ok"), (answer.Status, (await gateway.DecisionAsync(answer)).Outcome));
        using var sent = upstream.Requests[0].Json();
        await Invariants.HoldAsync(gateway, upstream);
    }

    [Theory]
    [InlineData(Dialect.OpenAIChat)]
    [InlineData(Dialect.Anthropic)]
    [InlineData(Dialect.Gemini)]
    public async Task ToolIds_OfAnyShape_ComeBackAsTheyWere(Dialect upstreams)
    {
        await using var upstream = FakeUpstream.Start();
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: Speech.ConfigName(upstreams)));

        var body = """
            {"model":"auto","input":[{"role":"user","content":"x"},{"type":"function_call","call_id":"call_1|fc-2.x","name":"f","arguments":"{}"},
            {"type":"function_call_output","call_id":"call_1|fc-2.x","output":"done"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object"}}]}
            """;
        var answer = await gateway.PostAsync("/v1/responses", body);

        Assert.Equal(200, answer.Status);
        var sent = upstream.Requests[0].BodyText;
        Assert.Contains("done", sent, StringComparison.Ordinal);
        if (upstreams == Dialect.Anthropic)
        {
            using var json = JsonDocument.Parse(sent);
            var ids = json.RootElement.GetProperty("messages").EnumerateArray().Where(message => message.GetProperty("content").ValueKind == JsonValueKind.Array)
                .SelectMany(message => message.GetProperty("content").EnumerateArray())
                .Select(block => block.TryGetProperty("id", out var id) || block.TryGetProperty("tool_use_id", out id) ? id.GetString()! : null)
                .Where(id => id is not null).ToList();
            Assert.Equal(2, ids.Count);
            Assert.Equal(ids[0], ids[1]);
            Assert.Matches("^[a-zA-Z0-9_-]+$", ids[0]!);
            Assert.Equal("call_1|fc-2.x", ToolIds.Restore(ids[0]!));
        }
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("gemini")]
    public async Task Stream_WithoutAltSse_IsOneJsonArray(string dialect)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("One two three."));
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: dialect));

        var answer = await gateway.PostAsync("/v1beta/models/auto:streamGenerateContent", Speech.Body(Dialect.Gemini, true));

        Assert.Equal((200, "application/json", BodyEnd.Complete), (answer.Status, answer.Header("Content-Type"), answer.End));
        var parts = answer.Json().EnumerateArray().ToList();
        Assert.True(parts.Count > 1);
        Assert.Equal("One two three.", string.Concat(parts.SelectMany(part => part.GetProperty("candidates")[0].TryGetProperty("content", out var content) && content.TryGetProperty("parts", out var texts)
            ? texts.EnumerateArray().Select(text => text.GetProperty("text").GetString()) : [])));
    }

    [Theory]
    [InlineData("openai-chat")]
    [InlineData("gemini")]
    public async Task Array_ThatBreaks_StaysOpenAndTellsTheError(string dialect)
    {
        await using var upstream = FakeUpstream.Start(new UpstreamScript { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 3) });
        await using var gateway = await TestGateway.StartAsync(Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: dialect));

        var answer = await gateway.PostAsync("/v1beta/models/auto:streamGenerateContent", Speech.Body(Dialect.Gemini, true));

        Assert.NotEqual(BodyEnd.Complete, answer.End);
        using var closed = JsonDocument.Parse(answer.Body + "]");
        Assert.True(closed.RootElement.EnumerateArray().Last().TryGetProperty("error", out _), answer.Body);
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Simulated_FromEveryDialect_Answers(Dialect caller, bool streaming)
    {
        await using var gateway = await TestGateway.StartAsync("""
            version: 1
            providers: { sim: { dialect: simulated } }
            models:
              a: { provider: sim, name: a, price: { input: 1, output: 2 } }
              b: { provider: sim, name: b, price: { input: 1, output: 2 } }
            routes:
              auto: { pool: [a, b], reference: b, mode: enforce, quality: uncertified, policy: { kind: fixed, use: a } }
            """);

        var answer = await gateway.SayAsync(caller, streaming);

        Assert.Equal((200, BodyEnd.Complete, "a"), (answer.Status, answer.End, answer.Header("x-loadline-model")));
        Assert.NotEqual("", Speech.Text(caller, answer));
        var decision = await gateway.DecisionAsync(answer);
        Assert.Equal("ok", decision.Outcome);
        Assert.True(decision.CostUsd > 0);
    }

    [Theory]
    [MemberData(nameof(Speech.CallersBothWays), MemberType = typeof(Speech))]
    public async Task Content_WhereKept_IsTheCallersRequestAndAnAnswer(Dialect caller, bool streaming)
    {
        await using var upstream = FakeUpstream.Start(UpstreamScript.Reply("Kept answer."));
        var ledger = new LedgerWriter(SqliteLedger.Open(new SqliteLedgerOptions(_folder.File("c.db"))), new LedgerWriterOptions(), TimeProvider.System, static _ => { });
        await using var gateway = await TestGateway.StartAsync(
            Configs.Pair(upstream.BaseUrl, upstream.BaseUrl, dialectA: "anthropic") + "\nstorage: { content: on }", ledger: ledger);

        var answer = await gateway.SayAsync(caller, streaming);
        await gateway.DecisionAsync(answer);

        Assert.True(await ledger.FlushAsync());
        var content = (await ledger.Ledger.Decisions.FindAsync(answer.DecisionId!))!.Content!;
        Assert.Equal(Speech.Body(caller, streaming), Encoding.UTF8.GetString(content.Request.Span));
        Assert.Contains("Kept", Encoding.UTF8.GetString(content.Answer.Span), StringComparison.Ordinal);
    }
}
