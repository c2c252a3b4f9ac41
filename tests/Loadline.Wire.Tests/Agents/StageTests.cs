using System.Text;
using System.Text.Json.Nodes;
using Loadline.Core.Agents;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Testing;
using Loadline.Testing.Cost;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;
using Loadline.Wire.Tests.Conversion;

namespace Loadline.Wire.Tests.Agents;

public sealed class StageTests
{
    private const string Bad = "Traceback (most recent call last): boom";

    private const string Config = """
        version: 1
        providers: { p: { dialect: simulated } }
        models:
          small: { provider: p, name: s, price: { input: 1, output: 1 } }
          medium: { provider: p, name: m, price: { input: 3, output: 3 } }
          large: { provider: p, name: l, price: { input: 9, output: 9 } }
        routes:
          auto:
            pool: [small, medium, large]
            reference: large
            mode: enforce
            quality: uncertified
            policy: { kind: stage, use: { start: medium, exploring: small, producing: medium, working: small, trouble: large } }

        """;

    public static TheoryData<Dialect, bool> Dialects()
    {
        var all = new TheoryData<Dialect, bool>();
        foreach (var dialect in new[] { Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini })
        {
            all.Add(dialect, false);
            all.Add(dialect, true);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Latch_TwoFailures_EscalatesAndThreeSuccessesRelease(Dialect dialect, bool stream)
    {
        string[] steps = ["Read=text", "Bash:make=" + Bad, "Bash:make -k=" + Bad, "Edit=done", "Bash:make all=built", "Read=text"];
        AgentStage[] expected =
            [AgentStage.Start, AgentStage.Exploring, AgentStage.Working, AgentStage.Trouble, AgentStage.Trouble, AgentStage.Trouble, AgentStage.Exploring];
        for (var length = 0; length <= steps.Length; length++)
        {
            var facts = AgentHistory.Scan(dialect, AgentHistory.Write(dialect, stream, steps[..length]));
            Assert.Equal(expected[length], StageReader.Read(facts, StageLatch.Default).Stage);
        }
    }

    [Theory]
    [MemberData(nameof(Dialects))]
    public void Loop_TheSameCallThreeTimes_CallsTrouble(Dialect dialect, bool stream)
    {
        var twice = StageReader.Read(AgentHistory.Scan(dialect, AgentHistory.Write(dialect, stream, "Bash:ls=a", "Bash:ls=a")), StageLatch.Default);
        var thrice = StageReader.Read(AgentHistory.Scan(dialect, AgentHistory.Write(dialect, stream, "Bash:ls=a", "Bash:ls=a", "Bash:ls=a")), StageLatch.Default);
        Assert.Equal(AgentStage.Exploring, twice.Stage);
        Assert.Equal(AgentStage.Trouble, thrice.Stage);
        Assert.True(thrice.IsLoop);
    }

    [Theory]
    [InlineData("Read", "x", AgentStage.Exploring)]
    [InlineData("mcp__files__list_directory", "x", AgentStage.Exploring)]
    [InlineData("apply_patch", "x", AgentStage.Producing)]
    [InlineData("str_replace_based_edit_tool", "x", AgentStage.Producing)]
    [InlineData("Bash", "git status", AgentStage.Exploring)]
    [InlineData("Bash", "catalog build", AgentStage.Working)]
    [InlineData("exec_command", "npm test", AgentStage.Working)]
    [InlineData("weather", "Bern", AgentStage.Working)]
    public void Tools_ByNameAndCommand_TellTheStage(string tool, string argument, AgentStage expected) =>
        Assert.Equal(expected, StageReader.Read(
            AgentHistory.Scan(Dialect.OpenAIChat, AgentHistory.Write(Dialect.OpenAIChat, false, tool + ":" + argument + "=ok")), StageLatch.Default).Stage);

    [Theory]
    [InlineData("Process exited with code 1", true)]
    [InlineData("bash: foo: command not found", true)]
    [InlineData("error: cannot find symbol", true)]
    [InlineData("Process exited with code 0", false)]
    [InlineData("42 passed, 0 failed", false)]
    [InlineData("The handbook speaks of errors.", false)]
    public void Results_ByTheirWords_FailOrDoNot(string result, bool fails)
    {
        var facts = AgentHistory.Scan(Dialect.OpenAIChat, AgentHistory.Write(Dialect.OpenAIChat, false, "Bash:make=" + result));
        Assert.Equal(fails ? 1 : 0, StageReader.Read(facts, StageLatch.Default).Failed);
    }

    [Fact]
    public void Results_TheProtocolsFlag_GoesBeforeWords()
    {
        static RequestFacts2 Flagged(string flag) => new($$$"""
            {"model":"auto","messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"error: x","is_error":{{{flag}}}}]}]}
            """);
        Assert.Equal(0, Flagged("false").Failed);
        Assert.Equal(1, Flagged("true").Failed);
    }

    [Theory]
    [InlineData("escalate_after: 1", "Bash:make=error: x", "large")]
    [InlineData("escalate_after: 3", "Bash:make=error: x|Bash:make -k=error: x", "small")]
    [InlineData("release_after: 1", "Bash:a=error: x|Bash:b=error: x|Bash:c=ok", "small")]
    [InlineData("release_after: 2", "Bash:a=error: x|Bash:b=error: x|Bash:c=ok", "large")]
    [InlineData("repeats: 2", "Bash:a=ok|Bash:a=ok", "large")]
    [InlineData("repeats: 4", "Bash:a=ok|Bash:a=ok|Bash:a=ok", "small")]
    public void Options_OfTheLatch_MoveTheChoice(string option, string steps, string expected)
    {
        var config = Config.Replace("kind: stage,", "kind: stage, " + option + ",", StringComparison.Ordinal);
        foreach (var stream in new[] { false, true })
        {
            var context = Decide(config, Dialect.OpenAIChat, AgentHistory.Write(Dialect.OpenAIChat, stream, steps.Split('|')));
            Assert.Equal(expected, context.Planned!.Name);
        }
    }

    [Fact]
    public void Use_StageLeftOut_GoesToTheReference()
    {
        var config = Config.Replace("start: medium, ", "", StringComparison.Ordinal);
        Assert.Equal("large", Decide(config, Dialect.OpenAIChat, AgentHistory.Write(Dialect.OpenAIChat, false)).Planned!.Name);
        Assert.Equal("medium", Decide(Config, Dialect.OpenAIChat, AgentHistory.Write(Dialect.OpenAIChat, false)).Planned!.Name);
    }

    [Fact]
    public void Decide_LongHistory_AllocatesNothing()
    {
        var context = Decide(Config, Dialect.Anthropic, AgentHistory.Write(Dialect.Anthropic, true, [.. Enumerable.Range(0, 200).Select(i => "Bash:make=" + (i % 3 == 0 ? Bad : "ok"))]));
        var snapshot = context.Snapshot;
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            context.Begin(snapshot, random);
            Router.Decide(context, snapshot.Find("auto"u8));
        }));
    }

    // A recorded turn goes on: its own last call and result, repeated with another outcome, then mended.
    [DataFact("wire/captures/claude-code-2.1.329-tool-turn/002.json")]
    public void RecordedTurn_ThatFailsAndRecovers_LatchesAndReleases()
    {
        var body = JsonNode.Parse(File.ReadAllText(DataFolder.Path("wire/captures/claude-code-2.1.329-tool-turn/002.json")))!["body"]!.AsObject();
        foreach (var stream in new[] { true, false })
        {
            body["stream"] = stream;
            Assert.Equal("small", Planned(body));
            var failing = More(More(body, "one", true), "two", true);
            Assert.Equal("large", Planned(failing));
            var mending = More(More(failing, "three", false), "four", false);
            Assert.Equal("large", Planned(mending));
            Assert.Equal("small", Planned(More(mending, "five", false)));
        }
    }

    [DataFact("wire/captures")]
    public void RecordedAgents_EveryTurn_IsExplained()
    {
        var seen = new Dictionary<AgentStage, int>();
        foreach (var chat in RecordedRequests.Captures().Where(chat => chat.Dialect is Dialect.Anthropic or Dialect.OpenAIResponses or Dialect.OpenAIChat))
        {
            var context = Decide(Config, chat.Dialect, chat.Request, expected: null);
            var stage = (AgentStage)context.Note.Index;
            seen[stage] = seen.GetValueOrDefault(stage) + 1;
            Assert.Equal(context.Facts.Steps.Length == 0, stage == AgentStage.Start);
            Assert.StartsWith("the agent", context.Policy!.Explain(context.Note, context.Candidates)!, StringComparison.Ordinal);
        }

        Assert.True(seen[AgentStage.Working] >= 10, string.Join(", ", seen));
    }

    private static string Planned(JsonObject body) => Decide(Config, Dialect.Anthropic, Encoding.UTF8.GetBytes(body.ToJsonString())).Planned!.Name;

    private static JsonObject More(JsonObject body, string id, bool isError)
    {
        var next = body.DeepClone().AsObject();
        var turns = next["messages"]!.AsArray();
        var call = turns.Last(turn => turn!["role"]!.GetValue<string>() == "assistant")!.DeepClone();
        var result = turns.Last(turn => turn!["role"]!.GetValue<string>() == "user")!.DeepClone();
        foreach (var part in call["content"]!.AsArray().Where(part => part!["type"]!.GetValue<string>() == "tool_use"))
        {
            part!["id"] = id;
            part["input"]!["command"] = "echo " + id;
        }

        foreach (var part in result["content"]!.AsArray().Where(part => part!["type"]!.GetValue<string>() == "tool_result"))
        {
            part!["tool_use_id"] = id;
            part["is_error"] = isError;
        }

        turns.Add(call);
        turns.Add(result);
        return next;
    }

    private static RoutingContext Decide(string config, Dialect dialect, byte[] body, RoutingStatus? expected = RoutingStatus.Decided)
    {
        var read = ConfigReader.Read(config, "loadline.yaml", _ => null);
        Assert.True(read.Errors.Count == 0, string.Join('\n', read.Errors));
        var snapshot = SnapshotBuilder.Build(read.Config!, null, BuiltInCatalog.Instance);
        var scanned = AgentHistory.Scan(dialect, body);
        var context = new RoutingContext();
        context.Facts.Reset(body);
        _ = dialect switch
        {
            Dialect.Anthropic => Wire.Anthropic.AnthropicRequestScanner.Scan(context.Facts),
            Dialect.OpenAIResponses => Wire.OpenAI.Responses.ResponsesRequestScanner.Scan(context.Facts),
            _ => Wire.OpenAI.ChatRequestScanner.Scan(context.Facts),
        };
        Assert.Equal(scanned.StepCount, context.Facts.StepCount);
        context.Begin(snapshot, new Random(1));
        var status = Router.Decide(context, snapshot.Find("auto"));
        Assert.True(expected is null || status == expected);
        return context;
    }

    private sealed record RequestFacts2(string Body)
    {
        public int Failed => StageReader.Read(AgentHistory.Scan(Dialect.Anthropic, Encoding.UTF8.GetBytes(Body)), StageLatch.Default).Failed;
    }
}
