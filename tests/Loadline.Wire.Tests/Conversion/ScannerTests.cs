using System.Text;
using Loadline.Core.Facts;
using Loadline.Testing;
using Loadline.Testing.Cost;
using Loadline.Testing.Recordings;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Conversion;
using Loadline.Wire.Gemini;
using Loadline.Wire.OpenAI;
using Loadline.Wire.OpenAI.Responses;
using Loadline.Wire.Tests.OpenAI;

namespace Loadline.Wire.Tests.Conversion;

public sealed class ScannerTests
{
    [Fact]
    public void Anthropic_WholeRequest_FillsTheFacts()
    {
        var facts = Scan(
            Dialect.Anthropic,
            """
            {"model":"auto","system":[{"type":"text","text":"sys"}],"stream":true,"max_tokens":64,"output_config":{"effort":"low","format":{"type":"json_schema"}},
            "tools":[{"name":"f","description":"d","input_schema":{"type":"object"}}],"metadata":{"user_id":"u"},"messages":[
            {"content":"hello","role":"user"},{"role":"system","content":"mid"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{"x":1}}]},
            {"role":"user","content":[{"content":[{"type":"text","text":"res"},{"type":"image","source":{"type":"base64"}}],"type":"tool_result","tool_use_id":"a"},{"type":"text","text":"more"}]}]}
            """);
        Assert.Equal(
            ["System 0 sys", "ToolDefinition -1 f", "ToolDefinition -1 d", "ToolDefinition -1 {\"type\":\"object\"}", "User 0 hello", "System 1 mid", "Assistant 2 {\"x\":1}", "Tool 3 res", "User 3 more"],
            facts.Texts());
        Assert.Equal((4, 1, 1, 1, 1, 64), (facts.Messages, facts.UserTurns, facts.ToolResults, facts.Tools, facts.Images, facts.MaxOutputTokens));
        Assert.Equal(("\"auto\"", "\"low\"", true, true, MessageRole.Tool), (facts.Model.In(facts), facts.ReasoningEffort.In(facts), facts.Stream, facts.HasSchema, facts.LastRole));
    }

    [Fact]
    public void Responses_WholeRequest_FillsTheFacts()
    {
        var facts = Scan(
            Dialect.OpenAIResponses,
            """
            {"model":"auto","instructions":"sys","stream":true,"max_output_tokens":64,"reasoning":{"effort":"high"},"text":{"format":{"type":"json_schema"}},
            "tools":[{"type":"function","name":"f"},{"type":"namespace","name":"n","tools":[{"type":"function","name":"g"}]}],"input":[
            {"role":"developer","content":"dev"},{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"},{"type":"input_image","image_url":"data:"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"res"}]}
            """);
        Assert.Equal(
            ["System 0 sys", "ToolDefinition -1 f", "ToolDefinition -1 n", "ToolDefinition -1 g", "System 0 dev", "User 1 hi", "Assistant 2 {}", "Tool 3 res"], facts.Texts());
        Assert.Equal((4, 1, 1, 2, 1, 64), (facts.Messages, facts.UserTurns, facts.ToolResults, facts.Tools, facts.Images, facts.MaxOutputTokens));
        Assert.Equal(("\"high\"", true, true), (facts.ReasoningEffort.In(facts), facts.Stream, facts.HasSchema));
    }

    [Fact]
    public void Gemini_WholeRequest_FillsTheFacts()
    {
        var facts = Scan(
            Dialect.Gemini,
            """
            {"systemInstruction":{"parts":[{"text":"sys"}]},"generationConfig":{"maxOutputTokens":64,"responseSchema":{"type":"OBJECT"}},"tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]}],
            "contents":[{"role":"user","parts":[{"text":"hi"},{"inlineData":{"data":""}}]},{"parts":[{"functionCall":{"name":"f","args":{"a":1}}}],"role":"model"},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"r"}}}]}]}
            """);
        Assert.Equal(["System 0 sys", "ToolDefinition -1 f", "ToolDefinition -1 g", "User 0 hi", "Assistant 1 {\"a\":1}", "Tool 2 {\"result\":\"r\"}"], facts.Texts());
        Assert.Equal((3, 1, 1, 2, 1, 64), (facts.Messages, facts.UserTurns, facts.ToolResults, facts.Tools, facts.Images, facts.MaxOutputTokens));
        Assert.True(facts.HasSchema && facts.Model.IsMissing);
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "{\"model\":\"a\",\"model\":\"b\",\"messages\":[{\"role\":\"user\"}]}", "duplicate_parameter")]
    [InlineData(Dialect.Anthropic, "{\"model\":\"a\",\"messages\":[]}", "empty_array")]
    [InlineData(Dialect.OpenAIResponses, "{\"model\":\"a\"}", "missing_required_parameter")]
    [InlineData(Dialect.OpenAIResponses, "{\"input\":\"x\"}", "missing_required_parameter")]
    [InlineData(Dialect.Gemini, "{\"contents\":{}}", "invalid_type")]
    [InlineData(Dialect.Gemini, "{\"contents\":[", "invalid_json")]
    public void Scan_Malformed_IsRefusedWithItsCode(Dialect dialect, string body, string code)
    {
        var facts = new RequestFacts();
        facts.Reset(Encoding.UTF8.GetBytes(body));
        Assert.Equal(code, Scan(dialect, facts).Code);
    }

    [Fact]
    public void SameDialect_ModelAndEffort_AreSplicedAndAllElseKept()
    {
        const string body = """{"x":1,"model":"auto","output_config":{"effort":"low"},"messages":[{"role":"user","content":"hi","cache_control":{"type":"ephemeral"}}]}""";
        var facts = Scan(Dialect.Anthropic, body);
        Assert.True(SameDialect.CanForward(Dialect.Anthropic, facts, "\"high\""u8));
        SameDialect.Splice(Dialect.Anthropic, facts, new UpstreamEdits("\"claude\""u8.ToArray(), "\"high\""u8.ToArray(), AskUsage: true), out var spliced);
        var sent = new byte[spliced.Length];
        spliced.CopyTo(sent);
        Assert.Equal(body.Replace("auto", "claude", StringComparison.Ordinal).Replace("low", "high", StringComparison.Ordinal), Encoding.UTF8.GetString(sent));
    }

    [Fact]
    public void SameDialect_SealedReasoning_MustBeConverted()
    {
        var facts = Scan(Dialect.Anthropic, """{"model":"m","messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"ll1.g.x"}]}]}""");
        Assert.False(SameDialect.CanForward(Dialect.Anthropic, facts, default));
    }

    [DataFact("wire/captures")]
    public void Scan_EveryCapture_IsAccepted()
    {
        var facts = new RequestFacts();
        foreach (var chat in RecordedRequests.Captures().Concat(RecordedRequests.Recorded()).Where(chat => chat.Dialect != Dialect.OpenAIChat))
        {
            facts.Reset(chat.Request);
            var result = Scan(chat.Dialect, facts);
            Assert.True(result.Ok, $"{chat}: {result.Message}");
            Assert.True(facts.TextCount > 0, chat.ToString());
        }
    }

    [Theory]
    [InlineData(Dialect.Anthropic, "{\"model\":\"m\",\"max_tokens\":1,\"output_config\":{\"effort\":\"low\"},\"tools\":[{\"name\":\"f\",\"input_schema\":{}}],\"messages\":[{\"content\":[{\"type\":\"text\",\"text\":\"x\\n\"}],\"role\":\"user\"}]}")]
    [InlineData(Dialect.OpenAIResponses, "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}],\"tools\":[{\"name\":\"f\"}]}")]
    [InlineData(Dialect.Gemini, "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]}")]
    public void Scan_WarmedUp_AllocatesNothing(Dialect dialect, string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        var facts = new RequestFacts();
        for (var i = 0; i < 100; i++)
        {
            facts.Reset(body);
            Scan(dialect, facts);
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            facts.Reset(body);
            Scan(dialect, facts);
        }));
    }

    private static RequestFacts Scan(Dialect dialect, string body)
    {
        var facts = new RequestFacts();
        facts.Reset(Encoding.UTF8.GetBytes(body));
        var result = Scan(dialect, facts);
        Assert.True(result.Ok, result.Message);
        return facts;
    }

    private static ScanResult Scan(Dialect dialect, RequestFacts facts) => dialect switch
    {
        Dialect.Anthropic => AnthropicRequestScanner.Scan(facts),
        Dialect.OpenAIResponses => ResponsesRequestScanner.Scan(facts),
        _ => GeminiRequestScanner.Scan(facts, stream: false),
    };
}
