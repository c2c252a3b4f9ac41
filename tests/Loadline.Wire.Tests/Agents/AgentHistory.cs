using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Loadline.Core.Facts;
using Loadline.Wire.Anthropic;
using Loadline.Wire.Conversion;
using Loadline.Wire.Gemini;
using Loadline.Wire.OpenAI;
using Loadline.Wire.OpenAI.Responses;

namespace Loadline.Wire.Tests.Agents;

/// <summary>An agent's conversation, written as each dialect writes it.</summary>
internal static class AgentHistory
{
    public static RequestFacts Scan(Dialect dialect, byte[] body)
    {
        var facts = new RequestFacts();
        facts.Reset(body);
        var result = dialect switch
        {
            Dialect.Anthropic => AnthropicRequestScanner.Scan(facts),
            Dialect.OpenAIResponses => ResponsesRequestScanner.Scan(facts),
            Dialect.Gemini => GeminiRequestScanner.Scan(facts, stream: false),
            _ => ChatRequestScanner.Scan(facts),
        };
        Assert.True(result.Ok, result.Message);
        return facts;
    }

    /// <summary>Writes steps such as <c>read=ok</c> or <c>bash:ls=Error: gone</c>: a tool, its argument, its result.</summary>
    public static byte[] Write(Dialect dialect, bool stream, params string[] steps)
    {
        var turns = new JsonArray { User(dialect) };
        for (var i = 0; i < steps.Length; i++)
        {
            var call = steps[i][..steps[i].IndexOf('=', StringComparison.Ordinal)].Split(':');
            var id = "call_" + i.ToString(CultureInfo.InvariantCulture);
            var argument = call.Length > 1 ? call[1] : id;
            foreach (var turn in Turns(dialect, id, call[0], argument, steps[i][(steps[i].IndexOf('=', StringComparison.Ordinal) + 1)..]))
            {
                turns.Add(turn);
            }
        }

        var body = new JsonObject { ["model"] = "auto", [Member(dialect)] = turns };
        if (dialect != Dialect.Gemini)
        {
            body["stream"] = stream;
        }

        return Encoding.UTF8.GetBytes(body.ToJsonString());
    }

    private static string Member(Dialect dialect) => dialect switch { Dialect.OpenAIResponses => "input", Dialect.Gemini => "contents", _ => "messages" };

    private static JsonObject User(Dialect dialect) => dialect == Dialect.Gemini
        ? new() { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["text"] = "Mend the build" }) }
        : new() { ["role"] = "user", ["content"] = "Mend the build" };

    private static IEnumerable<JsonObject> Turns(Dialect dialect, string id, string tool, string argument, string result)
    {
        var arguments = new JsonObject { ["command"] = argument };
        switch (dialect)
        {
            case Dialect.Anthropic:
                yield return new() { ["role"] = "assistant", ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_use", ["id"] = id, ["name"] = tool, ["input"] = arguments }) };
                yield return new() { ["role"] = "user", ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = id, ["content"] = result }) };
                break;
            case Dialect.OpenAIResponses:
                yield return new() { ["type"] = "function_call", ["call_id"] = id, ["name"] = tool, ["arguments"] = arguments.ToJsonString() };
                yield return new() { ["type"] = "function_call_output", ["call_id"] = id, ["output"] = result };
                break;
            case Dialect.Gemini:
                yield return new() { ["role"] = "model", ["parts"] = new JsonArray(new JsonObject { ["functionCall"] = new JsonObject { ["name"] = tool, ["args"] = arguments } }) };
                yield return new() { ["role"] = "user", ["parts"] = new JsonArray(new JsonObject { ["functionResponse"] = new JsonObject { ["name"] = tool, ["response"] = new JsonObject { ["output"] = result } } }) };
                break;
            default:
                yield return new()
                {
                    ["role"] = "assistant",
                    ["tool_calls"] = new JsonArray(new JsonObject { ["id"] = id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments.ToJsonString() } }),
                };
                yield return new() { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = result };
                break;
        }
    }
}
