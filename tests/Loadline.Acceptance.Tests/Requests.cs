using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Acceptance.Tests;

/// <summary>Requests as the JavaScript SDKs take them, which are the dialects' own bodies but for Gemini's.</summary>
internal static class Requests
{
    public const string ToolName = "get_weather";
    public const string ToolResult = "7 degrees and rain";
    public const string SchemaMember = "degrees_celsius";
    public const string Prompt = "What is the weather in Oslo?";
    public const string City = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""";
    public const string Weather = """{"type":"object","properties":{"degrees_celsius":{"type":"number"}},"required":["degrees_celsius"],"additionalProperties":false}""";

    public static JsonNode Of(Dialect caller, Asked asked, string model)
    {
        var text = caller switch
        {
            Dialect.OpenAIResponses => Responses(asked),
            Dialect.Anthropic => Anthropic(asked),
            Dialect.Gemini => Gemini(asked),
            _ => Chat(asked),
        };
        var request = JsonNode.Parse(text)!;
        request["model"] = model;
        return request;
    }

    private static string Chat(Asked asked) => asked switch
    {
        Asked.Tools => $$$"""
            {"messages":[{"role":"user","content":"{{{Prompt}}}"},
              {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"{{{ToolName}}}","arguments":"{\"city\":\"Oslo\"}"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"{{{ToolResult}}}"}],
             "tools":[{"type":"function","function":{"name":"{{{ToolName}}}","parameters":{{{City}}}}}]}
            """,
        Asked.Schema => $$$"""
            {"messages":[{"role":"user","content":"{{{Prompt}}}"}],
             "response_format":{"type":"json_schema","json_schema":{"name":"weather","strict":true,"schema":{{{Weather}}} } }}
            """,
        _ => $$$"""{"messages":[{"role":"user","content":"{{{Prompt}}}"}]}""",
    };

    private static string Responses(Asked asked) => asked switch
    {
        Asked.Tools => $$$"""
            {"input":[{"role":"user","content":"{{{Prompt}}}"},
              {"type":"function_call","call_id":"call_1","name":"{{{ToolName}}}","arguments":"{\"city\":\"Oslo\"}"},
              {"type":"function_call_output","call_id":"call_1","output":"{{{ToolResult}}}"}],
             "tools":[{"type":"function","name":"{{{ToolName}}}","parameters":{{{City}}},"strict":true}]}
            """,
        Asked.Schema => $$$"""
            {"input":"{{{Prompt}}}","text":{"format":{"type":"json_schema","name":"weather","strict":true,"schema":{{{Weather}}} } }}
            """,
        _ => $$$"""{"input":"{{{Prompt}}}"}""",
    };

    private static string Anthropic(Asked asked) => asked switch
    {
        Asked.Tools => $$$"""
            {"max_tokens":1000,"messages":[{"role":"user","content":"{{{Prompt}}}"},
              {"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"{{{ToolName}}}","input":{"city":"Oslo"} }]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"{{{ToolResult}}}"}]}],
             "tools":[{"name":"{{{ToolName}}}","input_schema":{{{City}}}}]}
            """,
        Asked.Schema => $$$"""
            {"max_tokens":1000,"messages":[{"role":"user","content":"{{{Prompt}}}"}],"output_config":{"format":{"type":"json_schema","schema":{{{Weather}}} } }}
            """,
        _ => $$$"""{"max_tokens":1000,"messages":[{"role":"user","content":"{{{Prompt}}}"}]}""",
    };

    private static string Gemini(Asked asked) => asked switch
    {
        Asked.Tools => $$$"""
            {"contents":[{"role":"user","parts":[{"text":"{{{Prompt}}}"}]},
              {"role":"model","parts":[{"functionCall":{"id":"call_1","name":"{{{ToolName}}}","args":{"city":"Oslo"} } }]},
              {"role":"user","parts":[{"functionResponse":{"id":"call_1","name":"{{{ToolName}}}","response":{"result":"{{{ToolResult}}}"} } }]}],
             "config":{"tools":[{"functionDeclarations":[{"name":"{{{ToolName}}}","parametersJsonSchema":{{{City}}}}]}]}}
            """,
        Asked.Schema => $$$"""
            {"contents":"{{{Prompt}}}","config":{"responseMimeType":"application/json","responseJsonSchema":{{{Weather}}} } }
            """,
        _ => $$$"""{"contents":"{{{Prompt}}}"}""",
    };
}
