using System.Text;
using Loadline.Core.Facts;
using Loadline.Wire.OpenAI;

namespace Loadline.Wire.Tests.OpenAI;

public sealed class ChatRequestScannerTests
{
    [Fact]
    public void Scan_FullBody_FindsEverything()
    {
        var facts = Scanned.Chat("""
            { "model" : "auto", "stream":true, "stream_options": {"include_obfuscation":false, "include_usage":false},
              "reasoning_effort":"high", "max_tokens": 50, "max_completion_tokens": 1e3, "n":2,
              "messages":[
                {"role":"developer","content":"Be brief."},
                {"role":"user","content":[{"type":"text","text":"What is \"this\"?"},{"type":"image_url","image_url":{"url":"https://a/b.png"}},
                   {"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"file":{"file_id":"f"},"type":"file"}]},
                {"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
                {"content":"42","tool_call_id":"c1","role":"tool"},
                {"role":"user","content":"And now?"}],
              "tools":[{"type":"function","function":{"name":"f","description":"Finds.","parameters":{"type":"object"},"strict":true}},
                       {"type":"custom","custom":{"name":"g"}}],
              "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}},
              "metadata":{"tenant":"acme","tier":"gold"} }
            """);

        Assert.Equal("\"auto\"", facts.Model.In(facts));
        Assert.True(facts.Stream);
        Assert.False(facts.IncludeUsage);
        Assert.Equal("false", facts.IncludeUsageValue.In(facts));
        Assert.Equal("{\"include_obfuscation\":false, \"include_usage\":false}", facts.StreamOptions.In(facts));
        Assert.Equal("\"high\"", facts.ReasoningEffort.In(facts));
        Assert.Equal((1000, 2, 5, 2, 1), (facts.MaxOutputTokens, facts.Choices, facts.Messages, facts.UserTurns, facts.ToolResults));
        Assert.Equal((2, 2, 1, true), (facts.Tools, facts.Images, facts.AudioParts, facts.HasSchema));
        Assert.Equal(MessageRole.User, facts.LastRole);
        Assert.Equal(
            [
                "System 0 Be brief.", "User 1 What is \\\"this\\\"?", "Assistant 2 {\\\"a\\\":1}", "Tool 3 42", "User 4 And now?",
                "ToolDefinition -1 f", "ToolDefinition -1 Finds.", "ToolDefinition -1 {\"type\":\"object\"}", "ToolDefinition -1 g",
            ],
            facts.Texts());
        Assert.True(facts.Texts[1].HasEscapes);
        Assert.Equal("acme", facts.Metadata[0].Value.In(facts));
        Assert.Equal("tier", facts.Metadata[1].Key.In(facts));
        Assert.Equal("And now?\n", Encoding.UTF8.GetString(facts.Text().LastUser) + "\n");
    }

    [Theory]
    [InlineData("\"max_tokens\":50,\"max_completion_tokens\":70", 70, "70")]
    [InlineData("\"max_completion_tokens\":70,\"max_tokens\":50", 70, "70")]
    [InlineData("\"max_completion_tokens\":0,\"max_tokens\":50", 50, "50")]
    [InlineData("\"max_tokens\":50,\"max_completion_tokens\":null", 50, "50")]
    [InlineData("\"max_tokens\":50", 50, "50")]
    public void Scan_TwoCaps_TheNewerSpellingWinsWhereItCaps(string caps, int most, string place)
    {
        var facts = Scanned.Chat("{\"model\":\"a\"," + caps + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
        Assert.Equal((most, place), (facts.MaxOutputTokens, facts.MaxOutputTokensValue.In(facts)));
    }

    [Fact]
    public void Scan_AUserToldTwice_IsNoFault()
    {
        var facts = Scanned.Chat("""{"model":"a","user":"x","safety_identifier":"b","user":"y","messages":[{"role":"user","content":"Hi"}]}""");
        Assert.Equal("b", facts.User.In(facts));
    }

    [Fact]
    public void Scan_EscapedNames_AreTheSameNames()
    {
        var facts = Scanned.Chat("""{"mod\u0065l":"a\u0075to","m\u0065ssages":[{"r\u006fle":"us\u0065r","cont\u0065nt":"Hi"}]}""");
        Assert.Equal("auto", ModelName.Read(facts));
        Assert.Equal(["User 0 Hi"], facts.Texts());
    }

    [Fact]
    public void Scan_RoleAfterContent_StillDecides()
    {
        var facts = Scanned.Chat("""{"model":"a","messages":[{"content":"Be kind.","role":"system"},{"content":"Hi","name":"x","role":"user"}]}""");
        Assert.Equal(["System 0 Be kind.", "User 1 Hi"], facts.Texts());
        Assert.Equal(1, facts.UserTurns);
    }

    [Fact]
    public void Scan_UnknownMembers_AreNotInterpreted()
    {
        var facts = Scanned.Chat(
            """{"api_base":"http://evil","x":{"model":"other","messages":[],"stream":true},"model":"a",""" + Scanned.Hello + ""","user_config":[[{"model":"b"}]]}""");
        Assert.Equal("\"a\"", facts.Model.In(facts));
        Assert.False(facts.Stream);
        Assert.Equal(["User 0 Hello"], facts.Texts());
    }

    [Fact]
    public void Scan_OldFunctions_CountAsTools()
    {
        var facts = Scanned.Chat("""{"model":"a","functions":[{"name":"f","description":"d","parameters":{}}],""" + Scanned.Hello + "}");
        Assert.Equal(1, facts.Tools);
        Assert.Equal("ToolDefinition -1 f", facts.Texts()[0]);
    }

    [Fact]
    public void Scan_PooledFacts_KeepNothingOfTheLastBody()
    {
        var facts = new RequestFacts();
        Scanned.Chat("""{"model":"a","stream":true,"tools":[{}],"metadata":{"a":"b","loadline":{"task":"code"}},"n":3,""" + Scanned.Hello + "}", facts);
        Assert.True(Scanned.Chat("""{"model":"b",""" + Scanned.Hello + "}", facts).Ok);
        Assert.Equal((false, 0, 0, 1, true), (facts.Stream, facts.Tools, facts.MetadataCount, facts.Choices, facts.HintMember.IsMissing));
        Assert.Null(facts.Hints.Task);
    }

    [Theory]
    [InlineData("", null, "invalid_json")]
    [InlineData("[]", null, "invalid_type")]
    [InlineData("{\"model\":\"a\",", null, "invalid_json")]
    [InlineData("{\"model\":\"a\"} x", null, "invalid_json")]
    [InlineData("{} ", "model", "missing_required_parameter")]
    [InlineData("{\"model\":\"a\"}", "messages", "missing_required_parameter")]
    [InlineData("{\"model\":7,$}", "model", "invalid_type")]
    [InlineData("{\"model\":\"\",$}", "model", "invalid_value")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\",$}", "model", "duplicate_parameter")]
    [InlineData("{\"model\":\"a\",$,\"mod\\u0065l\":\"b\"}", "model", "duplicate_parameter")]
    [InlineData("{\"model\":\"a\",$,$}", "messages", "duplicate_parameter")]
    [InlineData("{\"model\":\"a\",\"messages\":{}}", "messages", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"messages\":[]}", "messages", "empty_array")]
    [InlineData("{\"model\":\"a\",\"messages\":[\"hi\"]}", "messages[0]", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"content\":\"hi\"}]}", "messages[1].role", "missing_required_parameter")]
    [InlineData("{\"model\":\"a\",\"messages\":[{\"role\":1,\"content\":\"hi\"}]}", "messages[0].role", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\",\"role\":\"system\"}]}", "messages[0].role", "duplicate_parameter")]
    [InlineData("{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":5}]}", "messages[0].content", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"stream\":\"yes\",$}", "stream", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"stream_options\":true,$}", "stream_options", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"stream_options\":{\"include_usage\":1},$}", "stream_options.include_usage", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"max_tokens\":-1,$}", "max_tokens", "integer_below_min_value")]
    [InlineData("{\"model\":\"a\",\"max_tokens\":\"5\",$}", "max_tokens", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"max_completion_tokens\":1.5,$}", "max_completion_tokens", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"n\":0,$}", "n", "integer_below_min_value")]
    [InlineData("{\"model\":\"a\",\"tools\":{},$}", "tools", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"reasoning_effort\":3,$}", "reasoning_effort", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"response_format\":\"json\",$}", "response_format", "invalid_type")]
    [InlineData("{\"model\":\"a\",\"metadata\":[],$}", "metadata", "invalid_type")]
    [InlineData("{\"model\":\"\\ud800\",$}", null, "invalid_json")]
    public void Scan_BadBody_SaysWhatIsWrong(string body, string? param, string code)
    {
        var result = Scanned.Refused(body.Replace("$", Scanned.Hello, StringComparison.Ordinal));
        Assert.Equal((param, code), (result.Param, result.Code));
        Assert.EndsWith(".", result.Message);
    }

    [Fact]
    public void Scan_BrokenJson_NamesLineAndByte() =>
        Assert.Contains("line 2, byte 10", Scanned.Refused("{\n\"model\": oops}").Message);

    [Fact]
    public void Scan_TooDeep_SaysSo()
    {
        var deep = new string('[', 80) + new string(']', 80);
        Assert.Equal("json_too_deep", Scanned.Refused("{\"model\":\"a\",\"x\":" + deep + "," + Scanned.Hello + "}").Code);
        var flatter = new string('[', 60) + new string(']', 60);
        Scanned.Chat("{\"model\":\"a\",\"x\":" + flatter + "," + Scanned.Hello + "}");
    }

    [Fact]
    public void Scan_NullsWhereTheyAreAllowed_AreAbsence()
    {
        var facts = Scanned.Chat("""
            {"model":"a","stream":null,"stream_options":null,"reasoning_effort":null,"max_tokens":null,"n":null,"tools":null,"metadata":null,"response_format":null,
            """ + Scanned.Hello + "}");
        Assert.Equal((false, 0, 1, 0), (facts.Stream, facts.MaxOutputTokens, facts.Choices, facts.Tools));
    }
}
