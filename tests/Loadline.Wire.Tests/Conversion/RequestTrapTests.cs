using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>The known traps of conversion that lie in requests, numbered as in the notes on the wire.</summary>
public sealed class RequestTrapTests
{
    [Theory]
    [InlineData("call_1|fc-2.x")]
    [InlineData("äöü")]
    [InlineData("call_1")]
    public void Trap01_ToolIds_AreMadeValidReversiblyAndAlike(string id)
    {
        var body = $$$"""
            {"model":"m","messages":[{"role":"assistant","tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"{{{id}}}","content":"4"}],"tools":[{"type":"function","function":{"name":"f"}}]}
            """;
        var sent = Converted.Request(Dialect.OpenAIChat, Converted.Claude, body);
        var call = (string)sent["messages"]![1]!["content"]![0]!["id"]!;
        Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", call);
        Assert.Equal(call, (string?)sent["messages"]![2]!["content"]![0]!["tool_use_id"]);
        Assert.Equal(id, ToolIds.Restore(call));
    }

    [Fact]
    public void Trap01_ToolIds_ForMistral_AreNineLettersAndDigits()
    {
        var mistral = Converted.Chat with { Server = UpstreamServer.Mistral };
        var first = ToolIds.For("toolu_01A09q90qw90lq917835lq9", ToolIdRule.For(mistral));
        Assert.Matches("^[a-zA-Z0-9]{9}$", first);
        Assert.Equal(first, ToolIds.For("toolu_01A09q90qw90lq917835lq9", ToolIdRule.For(mistral)));
        Assert.NotEqual(first, ToolIds.For("toolu_01A09q90qw90lq917835lq8", ToolIdRule.For(mistral)));
    }

    [Fact]
    public void Trap02_Orphans_AreFilledOrToldInWords()
    {
        var sent = Converted.Request(
            Dialect.Anthropic,
            Converted.Chat,
            """
            {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"go"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"gone","content":"late words"}]}]}
            """,
            out var losses);
        var messages = sent["messages"]!.AsArray();
        Assert.Equal("a", (string?)messages[2]!["tool_call_id"]);
        Assert.Equal("user", (string?)messages[3]!["role"]);
        Assert.Contains("late words", messages[3]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(2, losses.Count);
    }

    [Fact]
    public void Trap03_EmptyContent_DoesNotReachThoseThatRefuseIt()
    {
        var sent = Converted.Request(
            Dialect.OpenAIChat,
            Converted.Claude,
            """
            {"model":"m","messages":[{"role":"user","content":""},{"role":"user","content":"hi"},
            {"role":"assistant","content":"","tool_calls":[{"id":"a","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"a","content":""},{"role":"user","content":"  "}]}
            """);
        Assert.DoesNotContain("\"text\":\"\"", sent.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(3, sent["messages"]!.AsArray().Count);
        Assert.Equal("tool_use", (string?)sent["messages"]![1]!["content"]![0]!["type"]);

        var chat = Converted.Request(
            Dialect.Anthropic,
            Converted.Chat,
            """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"}]}]}""");
        Assert.Null(chat["messages"]![1]!["content"]);
    }

    [Fact]
    public void Trap04_ForeignThinking_IsRemovedAndOwnKeptBeforeItsCall()
    {
        const string body = """
            {"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
            {"type":"thinking","thinking":"from elsewhere","signature":"ll1.c."},
            {"type":"thinking","thinking":"own","signature":"c2ln"},
            {"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"4"}]}]}
            """;
        var claude = Converted.Request(Dialect.Anthropic, Converted.Claude, body, out var losses);
        var blocks = claude["messages"]![1]!["content"]!.AsArray();
        Assert.Equal("{\"type\":\"thinking\",\"thinking\":\"own\",\"signature\":\"c2ln\"}", blocks[0]!.ToJsonString());
        Assert.Equal("tool_use", (string?)blocks[1]!["type"]);
        Assert.Equal(LossKind.Dropped, losses.Items[0].Kind);
        Assert.DoesNotContain("own", Converted.Request(Dialect.Anthropic, Converted.Chat, body).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Trap04_SealedThinking_GoesBackToItsMaker()
    {
        const string body = """
            {"model":"m","max_tokens":9000,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
            {"type":"thinking","thinking":"","signature":"ll1.o.rs_1~sealed"},{"type":"thinking","thinking":"","signature":"ll1.g.c2ln"},
            {"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"4"}]}]}
            """;
        var openai = Converted.Request(Dialect.Anthropic, Converted.Responses, body)["input"]![1]!;
        Assert.Equal("{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"sealed\"}", openai.ToJsonString());
        var gemini = Converted.Request(Dialect.Anthropic, Converted.Gemini, body)["contents"]![1]!["parts"]!.AsArray();
        Assert.Equal("c2ln", (string?)Assert.Single(gemini)!["thoughtSignature"]);
    }

    [Fact]
    public void Trap05_ThinkingBesideForcedToolOrTemperature_GivesWay()
    {
        const string tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        var forced = Converted.Request(
            Dialect.OpenAIChat, Converted.Claude, $$"""{"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high","tool_choice":"required",{{tools}}}""");
        Assert.Null(forced["thinking"]);
        var free = Converted.Request(
            Dialect.OpenAIChat, Converted.Claude, """{"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high","temperature":0.2,"max_tokens":5000}""", out var losses);
        Assert.Equal(4999, (int?)free["thinking"]!["budget_tokens"]);
        Assert.Null(free["temperature"]);
        Assert.Contains(losses.Items, loss => loss.Path == "temperature");
    }

    [Theory]
    [InlineData("not json at all", "{\"_raw_arguments\":\"not json at all\"}")]
    [InlineData("", "{}")]
    [InlineData("{\\\"a\\\":1}", "{\"a\":1}")]
    public void Trap06_ArgumentsThatAreNoJson_KeepTheirText(string arguments, string expected)
    {
        var body = $$$"""{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f","arguments":"{{{arguments}}}"}}]},{"role":"tool","tool_call_id":"a","content":"4"}]}""";
        var claude = Converted.Request(Dialect.OpenAIChat, Converted.Claude, body);
        Assert.Equal(expected, claude["messages"]![1]!["content"]![0]!["input"]!.ToJsonString());
        var back = Converted.Request(Dialect.Anthropic, Converted.Chat, claude.ToJsonString());
        Assert.Equal(arguments.Length == 0 ? "{}" : arguments.Replace("\\\"", "\"", StringComparison.Ordinal), (string?)back["messages"]![1]!["tool_calls"]![0]!["function"]!["arguments"]);
    }

    [Fact]
    public void Trap07_SystemInTheConversation_StaysInItsPlace()
    {
        const string body = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"one"},{"role":"system","content":"two"},{"role":"user","content":"three"}]}""";
        Assert.Equal(["user", "system", "user"], Roles(Converted.Request(Dialect.Anthropic, Converted.Chat, body)));
        Assert.Equal(["user", "system", "user"], Roles(Converted.Request(Dialect.Anthropic, Converted.Claude, body)));
        var vllm = Converted.Request(Dialect.Anthropic, Converted.Chat with { Server = UpstreamServer.VLlm }, body);
        Assert.Equal("<system-reminder>\ntwo\n</system-reminder>", (string?)vllm["messages"]![1]!["content"]);
        var gemini = Converted.Request(Dialect.Anthropic, Converted.Gemini, body);
        Assert.Equal(3, Assert.Single(gemini["contents"]!.AsArray())!["parts"]!.AsArray().Count);
    }

    [Fact]
    public void Trap08_BillingLine_ReachesAnthropicOnly()
    {
        const string body = """{"model":"m","max_tokens":9,"system":[{"type":"text","text":"x-anthropic-billing-header: cc=1"},{"type":"text","text":"You are."}],"messages":[{"role":"user","content":"hi"}]}""";
        Assert.Equal("You are.", (string?)Converted.Request(Dialect.Anthropic, Converted.Chat, body)["messages"]![0]!["content"]);
        Assert.Equal(2, Converted.Request(Dialect.Anthropic, Converted.Claude, body)["system"]!.AsArray().Count);
    }

    [Fact]
    public void Trap09_CacheMarks_SurviveToAnthropicUpToFour()
    {
        var blocks = string.Join(",", Enumerable.Range(0, 5).Select(i => $$$"""{"type":"text","text":"{{{i}}}","cache_control":{"type":"ephemeral","ttl":"1h"}}"""));
        var body = $$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{{blocks}}]}]}""";
        var claude = Converted.Request(Dialect.Anthropic, Converted.Claude, body, out var losses)["messages"]![0]!["content"]!.AsArray();
        Assert.Equal(4, claude.Count(block => (string?)block!["cache_control"]?["ttl"] == "1h"));
        Assert.Contains(losses.Items, loss => loss.Path == "cache_control");
        Assert.DoesNotContain("cache_control", Converted.Request(Dialect.Anthropic, Converted.Chat, body).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Trap10_NamespacedAndCustomTools_AreFlattenedAndRestored()
    {
        var body = """
            {"model":"m","input":[{"type":"message","role":"user","content":"x"},{"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** Begin"},
            {"type":"custom_tool_call_output","call_id":"c1","output":"ok"}],
            "tools":[{"type":"namespace","name":"ns","tools":[{"type":"function","name":"go","parameters":{"type":"object","properties":{}}}]},
            {"type":"custom","name":"apply_patch","format":{"type":"grammar","syntax":"lark","definition":"start: x"}},{"type":"web_search"},{"type":"tool_search"}]}
            """;
        Assert.True(ChatConversion.TryReadRequest(Dialect.OpenAIResponses, System.Text.Encoding.UTF8.GetBytes(body), null, false, out var request).Ok);
        using var _ = request;
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var losses = new ConversionLosses();
        var names = ChatConversion.WriteRequest(request, Converted.Claude, output, losses);
        var sent = JsonNode.Parse(output.WrittenSpan)!;
        Assert.Equal(["ns__go", "apply_patch"], sent["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
        Assert.Equal("{\"input\":\"*** Begin\"}", sent["messages"]![1]!["content"]![0]!["input"]!.ToJsonString());
        Assert.Equal(2, losses.Items.Count(loss => loss.What.StartsWith("the hosted tool", StringComparison.Ordinal)));

        var context = Converted.Context with { Tools = names };
        var reply = Converted.Reply(
            Dialect.Anthropic,
            Dialect.OpenAIResponses,
            """{"id":"m","content":[{"type":"tool_use","id":"a","name":"apply_patch","input":{"input":"*** End"}},{"type":"tool_use","id":"b","name":"ns__go","input":{}}],"stop_reason":"tool_use"}""",
            context)["output"]!;
        Assert.Equal(("custom_tool_call", "*** End"), ((string?)reply[0]!["type"], (string?)reply[0]!["input"]));
        Assert.Equal(("go", "ns"), ((string?)reply[1]!["name"], (string?)reply[1]!["namespace"]));
    }

    [Fact]
    public void Trap18_LargeBodies_AreConvertedWhole()
    {
        var text = new string('x', 8 * 1024 * 1024);
        var sent = Converted.Request(Dialect.Anthropic, Converted.Chat, $$"""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"{{text}}"}]}""");
        Assert.Equal(text.Length, ((string?)sent["messages"]![0]!["content"])!.Length);
    }

    [Fact]
    public void Trap19_MaxTokensAboveTheModels_IsClamped()
    {
        var small = Converted.Chat with { MaxOutputTokens = 32768 };
        var sent = Converted.Request(Dialect.Anthropic, small, """{"model":"m","max_tokens":128000,"messages":[{"role":"user","content":"x"}]}""", out var losses);
        Assert.Equal(32768, (int?)sent["max_completion_tokens"]);
        Assert.Equal(LossKind.Clamped, Assert.Single(losses.Items).Kind);
        Assert.Equal(4096, (int?)Converted.Request(Dialect.OpenAIChat, Converted.Claude, """{"model":"m","messages":[{"role":"user","content":"x"}]}""")["max_tokens"]);
    }

    [Fact]
    public void Trap20_Schemas_AreWhatEachTargetTakes()
    {
        const string schema = """{"type":"object","properties":{"a":{"$ref":"#/$defs/A"},"b":{"type":["string","null"],"minLength":1}},"$defs":{"A":{"const":"x","type":"string"}},"additionalProperties":false}""";
        var body = $$$"""{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f","strict":true,"parameters":{{{schema}}}}}]}""";
        Assert.False((bool?)Converted.Request(Dialect.OpenAIChat, Converted.Responses, body)["tools"]![0]!["strict"]);
        var gemini = Converted.Request(Dialect.OpenAIChat, Converted.Gemini, body)["tools"]![0]!["functionDeclarations"]![0]!;
        Assert.Equal(JsonNode.Parse(schema)!.ToJsonString(), gemini["parametersJsonSchema"]!.ToJsonString());
        var vertex = Converted.Request(Dialect.OpenAIChat, Converted.Gemini with { Server = UpstreamServer.Vertex }, body)["tools"]![0]!["functionDeclarations"]![0]!["parameters"]!;
        Assert.Equal(
            """{"type":"OBJECT","properties":{"a":{"type":"STRING","enum":["x"]},"b":{"type":"STRING","nullable":true,"minLength":1}}}""",
            vertex.ToJsonString());
    }

    private static List<string> Roles(JsonNode sent) => [.. sent["messages"]!.AsArray().Select(message => (string)message!["role"]!)];
}
