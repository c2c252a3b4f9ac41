using Loadline.Core.Facts;
using Loadline.Core.Rules;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;
using Loadline.Core.Tests.Support;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Rules;

/// <summary>Conditions as configs write them, against requests.</summary>
public sealed class ConditionTests
{
    private const string Image = """{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"see"},{"type":"image_url","image_url":{"url":"data:,"}}]}]}""";
    private const string Audio = """{"model":"auto","messages":[{"role":"user","content":[{"type":"text","text":"hear"},{"type":"input_audio","input_audio":{"data":"x"}}]}]}""";
    private const string Turns = """{"model":"auto","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"refund"},{"role":"user","content":"b"},{"role":"user","content":"c"}]}""";
    private const string Tools = """{"model":"auto","tools":[{},{}],"messages":[{"role":"user","content":"hi"}]}""";
    private const string Schema = """{"model":"auto","response_format":{"type":"json_schema"},"messages":[{"role":"user","content":"hi"}]}""";
    private const string Meta = """{"model":"a\u0075to","metadata":{"te\u0061m":"r\u0026d","tier":"pro"},"messages":[{"role":"user","content":"a \"refund\" now"}]}""";

    public static TheoryData<string, string, bool> Cases { get; } = new()
    {
        { "images: true", Image, true },
        { "images: true", Tools, false },
        { "images: 1", Image, true },
        { "images: false", Tools, true },
        { "audio: true", Audio, true },
        { "audio: \"> 1\"", Audio, false },
        { "turns: 3", Turns, true },
        { "turns: 1..2", Turns, false },
        { "turns: \"< 3\"", Turns, false },
        { "tools: true", Tools, true },
        { "tools: \">= 3\"", Tools, false },
        { "tools: false", Schema, true },
        { "schema: true", Schema, true },
        { "schema: false", Schema, false },
        { "schema: true", Tools, false },
        { "tokens: \"> 0\"", Tools, true },
        { "tokens: \"> 30k\"", Tools, false },
        { "complexity: \"<= 1\"", Tools, true },
        { "complexity: \">= 0.6\"", Tools, false },
        { "code: true", Tools, false },
        { "code: false", Tools, true },
        { "math: \"< 0.5\"", Tools, true },
        { "priority: interactive", Tools, true },
        { "priority: batch", Tools, false },
        { "model: auto", Meta, true },
        { "model: [x, auto]", Tools, true },
        { "model: aut", Meta, false },
        { "keywords: refund", Meta, true },
        { "keywords: refund", Turns, false },
        { "regex: '\"refund\"'", Meta, true },
        { "regex: 'REFUND'", Meta, false },
        { "regex: ['x{3}', '(?i)REFUND']", Meta, true },
        { "metadata: { team: \"r&d\" }", Meta, true },
        { "metadata: { team: [x, \"r&d\"] }", Meta, true },
        { "metadata: { team: \"R&D\" }", Meta, false },
        { "metadata: { team: \"*\" }", Meta, true },
        { "metadata: { user: \"*\" }", Meta, false },
        { "metadata: { team: \"r&d\", tier: pro }", Meta, true },
        { "metadata: { team: \"r&d\", tier: free }", Meta, false },
        { "header: { x-tier: pro }", Tools, true },
        { "header: { X-Tier: [free, PRO] }", Tools, true },
        { "header: { x-tier: free }", Tools, false },
        { "header: { x-tier: \"*\" }", Tools, true },
        { "header: { x-none: \"*\" }", Tools, false },
        { "header: { x-twice: a }", Tools, false },
        { "not: { tools: true }", Schema, true },
        { "all: [{ tools: true }, { schema: true }]", Schema, false },
        { "any: [{ tools: true }, { schema: true }]", Schema, true },
        { "any: [{ tools: true }, { images: true }]", Schema, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Holds_EachForm_ReadsItsSignal(string when, string body, bool expected)
    {
        var condition = Read(when);
        var context = TestRequest.Begin(null, body, new TestHeaders(("x-tier", " Pro "), ("x-twice", "a,b")));
        Assert.Equal(expected, condition.Holds(context));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ToString_EachForm_ReadsBackAsTheSame(string when, string body, bool expected)
    {
        var written = Read(when).ToString();
        var again = Read(written);
        Assert.Equal(written, again.ToString());
        Assert.Equal(expected, again.Holds(TestRequest.Begin(null, body, new TestHeaders(("x-tier", "pro"), ("x-twice", "a,b")))));
    }

    // What a text is taken for is the analyzers' affair; a condition must agree with it for every word that there is.
    [Theory]
    [InlineData("Guten Tag, meine IBAN ist DE89 3704 0044 0532 0130 00, bitte erstatten Sie mir den Betrag auf dieses Konto.")]
    [InlineData("Write a Python function that reverses a linked list, and mail it to jane@example.com.")]
    public void Holds_WordSignals_AgreeWithTheSignalForEveryWord(string text)
    {
        var context = TestRequest.Ask(text);
        var signals = context.Signals;
        Assert.All(TaskKinds.Names, (name, i) => Assert.Equal((int)signals.Task.Kind == i, Read("task: " + name).Holds(context)));
        Assert.All(Domains.Names, (name, i) => Assert.Equal((int)signals.Domain == i, Read("domain: " + name).Holds(context)));
        Assert.All(PiiNames.All, (name, bit) => Assert.Equal(((int)signals.Pii >> bit & 1) != 0, Read("pii: " + name).Holds(context)));
        Assert.All(["de", "en", "und"], name => Assert.Equal(signals.Language.Code == name, Read("language: " + name).Holds(context)));
        Assert.True(Read("task: [" + string.Join(", ", TaskKinds.Names) + "]").Holds(context));
        Assert.True(Read("domain: [" + string.Join(", ", Domains.Names) + "]").Holds(context));
        Assert.Equal(signals.Pii != PiiKinds.None, Read("pii: [" + string.Join(", ", PiiNames.All) + "]").Holds(context));
    }

    [Fact]
    public void Holds_StatedTaskAndPriority_AreTakenAtTheirWord()
    {
        var context = TestRequest.Ask("hello");
        context.Facts.Hints = new CallerHints { Task = TaskKind.ToolUse, Priority = RequestPriority.Critical };
        Assert.True(Read("task: tool-use, priority: [batch, critical]").Holds(context));
        Assert.False(Read("priority: interactive").Holds(context));
    }

    [Fact]
    public void Holds_SeveralKeys_MustAllHold()
    {
        Assert.True(Read("tools: true, schema: false").Holds(TestRequest.Begin(null, Tools)));
        Assert.False(Read("tools: true, schema: true").Holds(TestRequest.Begin(null, Tools)));
    }

    [Fact]
    public void Holds_AnotherSignal_IsNotComputed()
    {
        var context = TestRequest.Begin(null, Tools);
        Read("tools: true").Holds(context);
        Assert.Equal(new SignalValues { Tools = context.Facts.Tools, Turns = context.Facts.UserTurns }, context.Signals.Values());

        Read("any: [{ tools: true }, { pii: card }]").Holds(context);
        Assert.Null(context.Signals.Values().Pii);
    }

    [Fact]
    public void Holds_PatternBehindTheSearchedPart_IsNotFound()
    {
        var near = TestRequest.Chat(new string('é', RegexCondition.SearchedBytes / 4) + " needle");
        var far = TestRequest.Chat(new string('é', RegexCondition.SearchedBytes) + " needle");
        Assert.True(new RegexCondition(["needle"]).Holds(TestRequest.Begin(null, near)));
        Assert.False(new RegexCondition(["needle"]).Holds(TestRequest.Begin(null, far)));
    }

    [Fact]
    public void SignalTable_EveryExample_IsReadAndShown()
    {
        foreach (var signal in SignalTable.All)
        {
            Assert.StartsWith(signal.Name + ":", Read(signal.Name + ": " + signal.Example).ToString(), StringComparison.Ordinal);
            Assert.EndsWith(".", signal.Summary, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("keywords: [refund, \"credit card\", Überweisung, 退款]")]
    [InlineData("regex: ['(?i)\\bprove\\b', 'x+y']")]
    [InlineData("metadata: { team: \"r&d\" }")]
    [InlineData("header: { x-tier: [free, pro] }")]
    [InlineData("model: [a, auto]")]
    [InlineData("all: [{ turns: \"> 0\" }, { not: { images: true } }, { task: [chat, code, math, question, classify, extract, summarize, rewrite, translate, reason, create, tool-use, agent] }]")]
    public void Holds_WarmedUp_AllocatesNothing(string when)
    {
        var condition = Read(when);
        var context = TestRequest.Begin(null, Meta, new TestHeaders(("x-tier", "pro")));
        for (var i = 0; i < 100; i++)
        {
            condition.Holds(context);
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                condition.Holds(context);
            }
        }));
    }

    private static Condition Read(string when) => TestConfig.Good(
        TestConfig.Head + "routes:\n  auto: { pool: [small], rules: [ { name: r, when: { " + when + " }, use: small } ] }\n").Routes[0].Rules[0].When;
}
