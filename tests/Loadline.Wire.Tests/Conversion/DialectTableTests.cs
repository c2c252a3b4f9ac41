using System.Text.Json.Nodes;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Holds docs/dialects.md to what conversions do: each row has a probe, each cell is its outcome.</summary>
public sealed class DialectTableTests
{
    private const string Tool = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}}}}]";
    private const string Hi = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    // Feature: request, what of it must be found in the upstream's body (any of, by target), all as the plain sign of being there.
    private static readonly Dictionary<string, (string Body, string[] Signs)> Requests = new()
    {
        ["system text first"] = ("""{"model":"m","messages":[{"role":"system","content":"sys"},{"role":"user","content":"hi"}]}""", ["\"sys\""]),
        ["system text in the conversation"] = ("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"system","content":"sys"}]}""", ["sys"]),
        ["images by value"] = ("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,SU1H"}}]}]}""", ["SU1H"]),
        ["images by address"] = ("""{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://x/i.png"}}]}]}""", ["https://x/i.png"]),
        ["audio"] = ("""{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"U05E","format":"wav"}}]}]}""", ["U05E", "a sound that"]),
        ["PDF by value"] = ("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"UERG"}}]}]}""", ["UERG"]),
        ["function tools"] = ($$"""{"model":"m",{{Hi}},{{Tool}}}""", ["\"name\":\"f\""]),
        ["free-text tools"] = ("""{"model":"m","input":"hi","tools":[{"type":"custom","name":"patch"}]}""", ["\"patch\""]),
        ["hosted tools"] = ("""{"model":"m","input":"hi","tools":[{"type":"web_search"}]}""", ["web_search"]),
        ["forced tool"] = ($$"""{"model":"m",{{Hi}},{{Tool}},"tool_choice":"required"}""", ["\"required\"", "\"any\"", "\"ANY\""]),
        ["one call at a time"] = ($$"""{"model":"m",{{Hi}},{{Tool}},"parallel_tool_calls":false}""", ["\"parallel_tool_calls\":false", "\"disable_parallel_tool_use\":true"]),
        ["images in tool results"] = ("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"SU1H"}}]}]}]}""", ["SU1H"]),
        ["JSON Schema for the answer"] = ("{\"model\":\"m\"," + Hi + ""","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"zz":{"type":"string"}}}}}}""", ["zz"]),
        ["any JSON object"] = ($$$"""{"model":"m",{{{Hi}}},"response_format":{"type":"json_object"}}""", ["json_object", "application/json", "one JSON object"]),
        ["temperature"] = ($$"""{"model":"m",{{Hi}},"temperature":0.25}""", ["\"temperature\":0.25"]),
        ["top_k"] = ($$"""{"model":"m","max_tokens":9,{{Hi}},"top_k":17}""", [":17"]),
        ["seed"] = ($$"""{"model":"m",{{Hi}},"seed":4711}""", ["\"seed\":4711"]),
        ["stop sequences"] = ($$"""{"model":"m",{{Hi}},"stop":["END"]}""", ["[\"END\"]"]),
        ["penalties"] = ($$"""{"model":"m",{{Hi}},"presence_penalty":0.75}""", [":0.75"]),
        ["reasoning effort"] = ($$"""{"model":"m","max_tokens":20000,{{Hi}},"reasoning_effort":"high"}""", ["\"high\"", "16384"]),
        ["own reasoning of the conversation"] = ("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"text","text":"a"}]},{"role":"user","content":"b"}]}""", ["c2ln"]),
        ["cache marks"] = ("""{"model":"m","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}]}""", ["cache_control", "cachePoint"]),
        ["logprobs"] = ($$"""{"model":"m",{{Hi}},"logprobs":true}""", ["\"logprobs\":true"]),
        ["n above 1"] = ($$"""{"model":"m",{{Hi}},"n":2}""", ["\"n\":2"]),
    };

    private static readonly Dictionary<string, (string Reply, string[] Signs, string[] Weaker)> Replies = new()
    {
        ["text"] = (Reply("\"content\":\"words\""), ["words"], []),
        ["refusal in words"] = (Reply("\"refusal\":\"no way\""), ["\"refusal\":\"no way\""], ["no way"]),
        ["reasoning"] = (Reply("\"content\":\"a\",\"reasoning_content\":\"hmm\""), ["hmm"], []),
        ["tool calls"] = (Reply("\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"ff\",\"arguments\":\"{}\"}}]"), ["\"ff\""], []),
        ["end by a limit"] = (Reply("\"content\":\"a\"", "length"), ["\"length\"", "\"max_output_tokens\"}", "\"max_tokens\"", "MAX_TOKENS"], []),
        ["end by a filter"] = (Reply("\"content\":\"a\"", "content_filter"), ["\"content_filter\"", "\"refusal\"", "SAFETY"], []),
        ["cached input tokens"] = (Reply("\"content\":\"a\""), [":31"], []),
        ["tokens written to the cache"] = (Reply("\"content\":\"a\""), [":37"], []),
        ["reasoning tokens"] = (Reply("\"content\":\"a\""), [":41"], []),
    };

    [Fact]
    public void RequestTable_EveryCell_IsWhatConversionDoes()
    {
        UpstreamTarget[] targets =
        [
            Converted.Chat with { Traits = ModelTraits.Guess(Dialect.OpenAIChat, "other") },
            Converted.Responses with { Traits = ModelTraits.Guess(Dialect.OpenAIChat, "other") },
            Converted.Claude,
            Converted.Gemini,
            Converted.Bedrock,
        ];
        var rows = Rows(columns: 7);
        Assert.Equal(Requests.Keys.Order(), rows.Select(row => row[0]).Order());
        foreach (var row in rows)
        {
            var (body, signs) = Requests[row[0]];
            for (var i = 0; i < targets.Length; i++)
            {
                var sent = Converted.Request(Caller(row[1]), targets[i], body, out var losses).ToJsonString(Relaxed);
                var isThere = signs.Any(sign => sent.Contains(sign, StringComparison.Ordinal));
                var outcome = !isThere ? "dropped" : losses.Items.Any(loss => loss.Kind == LossKind.Degraded) ? "degraded" : "carried";
                Assert.True(outcome == row[i + 2], $"{row[0]} to {targets[i].Dialect}: {outcome}, the table says {row[i + 2]}\n{sent}\n{string.Join("; ", losses.Items)}");
            }
        }
    }

    [Fact]
    public void ReplyTable_EveryCell_IsWhatConversionDoes()
    {
        Dialect[] callers = [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];
        var rows = Rows(columns: 5);
        Assert.Equal([.. Replies.Keys.Append("which stop sequence").Order()], rows.Select(row => row[0]).Order());
        foreach (var row in rows)
        {
            for (var i = 0; i < callers.Length; i++)
            {
                var outcome = row[0] == "which stop sequence"
                    ? Outcome(Dialect.Anthropic, callers[i], """{"content":[{"type":"text","text":"a"}],"stop_reason":"stop_sequence","stop_sequence":"HALT"}""", ["HALT"], [])
                    : Outcome(Dialect.OpenAIChat, callers[i], Replies[row[0]].Reply, Replies[row[0]].Signs, Replies[row[0]].Weaker);
                Assert.True(outcome == row[i + 1], $"{row[0]} to {callers[i]}: {outcome}, the table says {row[i + 1]}");
            }
        }
    }

    private static System.Text.Json.JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Outcome(Dialect from, Dialect to, string body, string[] signs, string[] weaker)
    {
        var reply = Converted.Reply(from, to, body).ToJsonString(Relaxed);
        bool Has(string sign) => reply.Contains(sign, StringComparison.Ordinal);
        return signs.Any(Has) ? "carried" : weaker.Any(Has) ? "degraded" : "dropped";
    }

    private static string Reply(string message, string finish = "stop") =>
        $$$$"""{"id":"x","model":"m","choices":[{"index":0,"message":{"role":"assistant",{{{{message}}}}},"finish_reason":"{{{{finish}}}}"}],"usage":{"prompt_tokens":120,"completion_tokens":50,"total_tokens":170,"prompt_tokens_details":{"cached_tokens":31,"cache_write_tokens":37},"completion_tokens_details":{"reasoning_tokens":41}}}""";

    private static Dialect Caller(string name) => name switch
    {
        "Responses" => Dialect.OpenAIResponses,
        "Anthropic" => Dialect.Anthropic,
        _ => Dialect.OpenAIChat,
    };

    // The rows of the one table with that many columns; the number of a note is not part of a feature's name.
    private static List<string[]> Rows(int columns) =>
    [
        .. File.ReadLines(Page()).Where(line => line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells.Length == columns && cells[0] != "feature")
            .Select(cells => (string[])[cells[0].Split(" (")[0], .. cells[1..]]),
    ];

    private static string Page()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var page = Path.Combine(folder.FullName, "docs", "dialects.md");
            if (File.Exists(page))
            {
                return page;
            }
        }

        throw new FileNotFoundException("docs/dialects.md is not above the test binaries");
    }
}
