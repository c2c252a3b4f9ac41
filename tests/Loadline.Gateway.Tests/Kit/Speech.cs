using System.Text;
using System.Text.Json;
using Loadline.Core.Configuration;
using Loadline.Testing;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>How callers and upstreams of each dialect talk, as far as tests must know it; written out, not made by what is tested.</summary>
internal static class Speech
{
    /// <summary>Every dialect a caller may speak.</summary>
    public static readonly Dialect[] Callers = [Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini];

    /// <summary>Caller dialect × streaming.</summary>
    public static TheoryData<Dialect, bool> CallersBothWays
    {
        get
        {
            var data = new TheoryData<Dialect, bool>();
            foreach (var caller in Callers)
            {
                data.Add(caller, true);
                data.Add(caller, false);
            }

            return data;
        }
    }

    /// <summary>Caller dialect × upstream dialect × streaming.</summary>
    public static TheoryData<Dialect, Dialect, bool> Pairs
    {
        get
        {
            var data = new TheoryData<Dialect, Dialect, bool>();
            foreach (var caller in Callers)
            {
                foreach (var upstream in Callers)
                {
                    data.Add(caller, upstream, true);
                    data.Add(caller, upstream, false);
                }
            }

            return data;
        }
    }

    public static string ConfigName(Dialect dialect) => dialect switch
    {
        Dialect.OpenAIResponses => ProviderDialects.OpenAIResponses,
        Dialect.Anthropic => ProviderDialects.Anthropic,
        Dialect.Gemini => ProviderDialects.Gemini,
        _ => ProviderDialects.OpenAIChat,
    };

    public static string Path(Dialect caller, bool streaming, string model = "auto") => caller switch
    {
        Dialect.OpenAIResponses => "/v1/responses",
        Dialect.Anthropic => "/v1/messages",
        Dialect.Gemini => $"/v1beta/models/{model}:{(streaming ? "streamGenerateContent?alt=sse" : "generateContent")}",
        _ => TestGateway.Chat,
    };

    /// <summary>One user message, <c>Hello</c>.</summary>
    /// <param name="caller">The dialect.</param>
    /// <param name="streaming">Whether a stream is asked for.</param>
    /// <param name="model">The model.</param>
    /// <param name="more">More members, each with a comma before it.</param>
    public static string Body(Dialect caller, bool streaming, string model = "auto", string more = "")
    {
        var stream = streaming ? ",\"stream\":true" : "";
        return caller switch
        {
            Dialect.OpenAIResponses => $$"""{"model":"{{model}}","input":"Hello"{{stream}}{{more}}}""",
            Dialect.Anthropic => $$"""{"model":"{{model}}","max_tokens":100,"messages":[{"role":"user","content":"Hello"}]{{stream}}{{more}}}""",
            Dialect.Gemini => $$"""{"contents":[{"role":"user","parts":[{"text":"Hello"}]}]{{more}}}""",
            _ => Bodies.Chat(streaming, model, more),
        };
    }

    public static Task<Answer> SayAsync(
        this TestGateway gateway, Dialect caller, bool streaming, string model = "auto", string more = "", params (string, string)[] headers) =>
        gateway.PostAsync(Path(caller, streaming, model), Body(caller, streaming, model, more), headers);

    /// <summary>The text that the model wrote, as a client of the dialect finds it.</summary>
    public static string Text(Dialect caller, Answer answer)
    {
        if (!answer.Header("Content-Type")!.StartsWith("text/event-stream", StringComparison.Ordinal))
        {
            return Whole(caller, answer.Json());
        }

        var text = new StringBuilder();
        foreach (var data in answer.Events.Where(data => data != "[DONE]"))
        {
            using var document = JsonDocument.Parse(data);
            text.Append(Delta(caller, document.RootElement));
        }

        return text.ToString();
    }

    /// <summary>Whether a stream ended as its dialect ends, and with nothing after it.</summary>
    public static bool HasEnd(Dialect caller, Answer answer) => answer.Events.Count > 0 && caller switch
    {
        Dialect.OpenAIResponses => answer.Events[^1].Contains("\"response.completed\"", StringComparison.Ordinal),
        Dialect.Anthropic => answer.Events[^1].Contains("\"message_stop\"", StringComparison.Ordinal),
        Dialect.Gemini => answer.Events[^1].Contains("\"finishReason\"", StringComparison.Ordinal),
        _ => answer.Events[^1] == "[DONE]",
    };

    /// <summary>Input and output tokens as the dialect's clients read them, cached input included in the first.</summary>
    public static (int Input, int Output) Usage(Dialect caller, Answer answer)
    {
        var text = answer.Header("Content-Type")!.StartsWith("text/event-stream", StringComparison.Ordinal)
            ? answer.Events.Last(data => data.Contains("\"usage", StringComparison.Ordinal))
            : answer.Body;
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        switch (caller)
        {
            case Dialect.Gemini:
                var gemini = root.GetProperty("usageMetadata");
                return (Number(gemini, "promptTokenCount"), Number(gemini, "candidatesTokenCount") + Number(gemini, "thoughtsTokenCount"));
            case Dialect.Anthropic:
                var claude = root.GetProperty("usage");
                return (Number(claude, "input_tokens") + Number(claude, "cache_read_input_tokens") + Number(claude, "cache_creation_input_tokens"),
                    Number(claude, "output_tokens"));
            case Dialect.OpenAIResponses:
                var response = root.TryGetProperty("response", out var inner) ? inner : root;
                return (Number(response.GetProperty("usage"), "input_tokens"), Number(response.GetProperty("usage"), "output_tokens"));
            default:
                return (Number(root.GetProperty("usage"), "prompt_tokens"), Number(root.GetProperty("usage"), "completion_tokens"));
        }
    }

    /// <summary>The message of an error in the dialect's envelope; fails where it is another's.</summary>
    public static string ErrorMessage(Dialect caller, string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (caller == Dialect.OpenAIResponses && root.TryGetProperty("type", out var type) && type.GetString() == "error")
        {
            // The dialect's own event, inside a stream.
            Assert.True(root.TryGetProperty("sequence_number", out _));
            return root.GetProperty("message").GetString()!;
        }

        if (caller == Dialect.OpenAIResponses && root.TryGetProperty("response", out var response))
        {
            Assert.Equal("failed", response.GetProperty("status").GetString());
            return response.GetProperty("error").GetProperty("message").GetString()!;
        }

        var error = root.GetProperty("error");
        switch (caller)
        {
            case Dialect.Anthropic:
                Assert.Equal("error", root.GetProperty("type").GetString());
                Assert.NotEqual("", error.GetProperty("type").GetString());
                break;
            case Dialect.Gemini:
                Assert.Equal(JsonValueKind.Number, error.GetProperty("code").ValueKind);
                Assert.NotEqual("", error.GetProperty("status").GetString());
                break;
            default:
                Assert.Equal(["message", "type", "param", "code"], error.EnumerateObject().Select(member => member.Name));
                break;
        }

        return error.GetProperty("message").GetString()!;
    }

    private static string Whole(Dialect caller, JsonElement root) => caller switch
    {
        Dialect.OpenAIResponses => string.Concat(root.GetProperty("output").EnumerateArray()
            .Where(item => item.GetProperty("type").GetString() == "message")
            .SelectMany(item => item.GetProperty("content").EnumerateArray()).Select(part => part.GetProperty("text").GetString())),
        Dialect.Anthropic => string.Concat(root.GetProperty("content").EnumerateArray().Select(block => block.GetProperty("text").GetString())),
        Dialect.Gemini => Parts(root),
        _ => root.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!,
    };

    private static string? Delta(Dialect caller, JsonElement root)
    {
        switch (caller)
        {
            case Dialect.OpenAIResponses:
                return root.GetProperty("type").GetString() == "response.output_text.delta" ? root.GetProperty("delta").GetString() : "";
            case Dialect.Anthropic:
                return root.TryGetProperty("delta", out var delta) && delta.TryGetProperty("text", out var text) ? text.GetString() : "";
            case Dialect.Gemini:
                return Parts(root);
            default:
                return root.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
                    && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "";
        }
    }

    private static string Parts(JsonElement root) =>
        root.TryGetProperty("candidates", out var candidates) && candidates[0].TryGetProperty("content", out var content)
            && content.TryGetProperty("parts", out var parts)
            ? string.Concat(parts.EnumerateArray().Select(part => part.TryGetProperty("text", out var text) ? text.GetString() : ""))
            : "";

    private static int Number(JsonElement holder, string name) => holder.TryGetProperty(name, out var number) ? number.GetInt32() : 0;
}
