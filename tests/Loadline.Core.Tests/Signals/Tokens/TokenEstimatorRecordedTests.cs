using System.Text;
using Loadline.Core.Routing;
using Loadline.Core.Signals.Tokens;
using Loadline.Testing;
using Loadline.Wire.OpenAI;
using Xunit.Abstractions;

namespace Loadline.Core.Tests.Signals.Tokens;

/// <summary>Estimates against the usage numbers of recorded calls whose conversations no weight was fitted on.</summary>
public sealed class TokenEstimatorRecordedTests
{
    /// <summary>A shorter reply says more about end markers than about the tokenizer.</summary>
    private const int ShortestReply = 16;

    private readonly ITestOutputHelper _output;

    public TokenEstimatorRecordedTests(ITestOutputHelper output) => _output = output;

    [DataFact("wire/INDEX.tsv", "wire/crmne+ruby_llm")]
    public void Estimate_HeldOutReplies_StaysWithinBars()
    {
        var replies = RecordedExchanges.Read()
            .Where(e => e.HeldOut && e.Reply.Length > 0 && e.OutputTokens >= ShortestReply)
            .DistinctBy(e => (e.Reply, e.OutputTokens))
            .ToLookup(e => GroupOf(e.Reply), e => (Estimate(e.Reply), e.OutputTokens, e.Source));
        AssertBars("replies, English", replies["english"], fewest: 40);
        AssertBars("replies, code and JSON", replies["code"], fewest: 5);

        // The recordings hold no Chinese with usage numbers; the line says so as long as that is true.
        _output.WriteLine($"replies, Chinese: n = {replies["chinese"].Count()}");
        if (replies["chinese"].Any())
        {
            AssertBars("replies, Chinese", replies["chinese"], fewest: 1);
        }
    }

    [DataFact("wire/INDEX.tsv", "wire/crmne+ruby_llm")]
    public void EstimateRequest_HeldOutRequests_StaysWithinBars()
    {
        var requests = RecordedExchanges.Read().Where(e => e.HeldOut && e.Request is not null)
            .DistinctBy(e => (e.Model, e.Request!.Text, e.Request.ToolsJson, e.Request.SchemaJson, e.InputTokens))
            .ToLookup(e => (e.Family, Tools: e.Request!.Tools > 0));
        AssertBars("requests without tools, OpenAI", requests[("openai", false)].Select(e => Pair(e, TokenOverhead.OpenAi)), fewest: 15);
        AssertBars("requests without tools, Claude", requests[("claude", false)].Select(e => Pair(e, TokenOverhead.Anthropic)), fewest: 10);
        AssertBars("requests without tools, Gemini", requests[("gemini", false)].Select(e => Pair(e, TokenOverhead.Gemini)), fewest: 10);

        // What a provider makes of tool definitions depends on model and endpoint: GPT-5 spends some 90 tokens more over Chat Completions.
        AssertBars("requests with tools, OpenAI", requests[("openai", true)].Select(e => Pair(e, TokenOverhead.OpenAi)), fewest: 8, p90Bar: 0.65);
        AssertBars("requests with tools, Claude", requests[("claude", true)].Select(e => Pair(e, TokenOverhead.Anthropic)), fewest: 8, p90Bar: 0.65);
    }

    /// <summary>The <c>tokens</c> signal itself: a body scanned as the gateway scans it, with the template of an OpenAI model.</summary>
    [DataFact("wire/INDEX.tsv", "wire/crmne+ruby_llm")]
    public void Tokens_HeldOutChatBodies_StayWithinBars()
    {
        var bodies = RecordedExchanges.Read().Where(e => e is { HeldOut: true, Family: "openai", Request: not null })
            .DistinctBy(e => (e.Model, e.Body, e.InputTokens))
            .Select(e => (Exchange: e, Tokens: Signal(e.Body)))
            .Where(pair => pair.Tokens is not null)
            .ToLookup(pair => pair.Exchange.Request!.Tools > 0, pair => (pair.Tokens!.Value, pair.Exchange.InputTokens, pair.Exchange.Source));
        AssertBars("chat bodies without tools", bodies[false], fewest: 10);

        // Four bodies, three of them of models that add some 90 hidden tokens once a tool is there: stated, not met.
        AssertBars("chat bodies with tools", bodies[true], fewest: 3, p90Bar: 0.65, medianBar: 0.5);
    }

    private static int? Signal(string body)
    {
        var context = new RoutingContext();
        context.Facts.Reset(Encoding.UTF8.GetBytes(body));
        if (!ChatRequestScanner.Scan(context.Facts).Ok)
        {
            return null;
        }

        context.Begin(null!, new Random(1));
        return context.Signals.Tokens;
    }

    private static (int, int, string) Pair(RecordedExchange exchange, TokenOverhead overhead)
    {
        var request = exchange.Request!;
        var parts = new RequestTokens
        {
            Text = Estimate(request.Text),
            Messages = request.Messages,
            ToolsJson = Estimate(request.ToolsJson),
            SchemaJson = Estimate(request.SchemaJson),
        };
        return (TokenEstimator.EstimateRequest(parts, overhead), exchange.InputTokens, exchange.Source);
    }

    private static int Estimate(string text) => TokenEstimator.Estimate(Encoding.UTF8.GetBytes(text));

    private static string GroupOf(string text)
    {
        var start = text.AsSpan().TrimStart();
        return text.Count(c => c is >= '\u4E00' and < '\uA000') * 4 > text.Length ? "chinese"
            : text.Contains("```", StringComparison.Ordinal) || start.StartsWith("{") || start.StartsWith("[") ? "code"
            : "english";
    }

    private void AssertBars(string group, IEnumerable<(int Estimate, int Actual, string Source)> pairs, int fewest, double p90Bar = 0.30, double medianBar = 0.15)
    {
        var errors = pairs.Select(p => (Error: Math.Abs(p.Estimate - p.Actual) / (double)p.Actual, p)).OrderBy(e => e.Error).ToArray();
        Assert.True(errors.Length >= fewest, $"{group}: only {errors.Length} pairs");
        var (median, p90) = (errors[errors.Length / 2].Error, errors[(int)Math.Ceiling(errors.Length * 0.9) - 1].Error);
        _output.WriteLine($"{group}: n = {errors.Length}, median error {median:P1}, p90 {p90:P1}");
        foreach (var (error, p) in errors[^Math.Min(4, errors.Length)..])
        {
            _output.WriteLine($"    {error:P0}: {p.Estimate} for {p.Actual}, {p.Source}");
        }

        Assert.True(median <= medianBar, $"{group}: median error {median:P1}");
        Assert.True(p90 <= p90Bar, $"{group}: p90 {p90:P1}");
    }
}
