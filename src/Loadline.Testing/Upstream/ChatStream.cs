using System.Globalization;
using System.Text.Json;

namespace Loadline.Testing;

/// <summary>The events of a scripted chat stream, in order.</summary>
internal static class ChatStream
{
    /// <summary>One piece of a stream, whether it counts as a token, and the tokens that it bills, if any.</summary>
    public readonly record struct Piece(ReadOnlyMemory<byte> Bytes, bool IsToken, (long Input, long Output)? Bill = null);

    public static IEnumerable<Piece> Pieces(UpstreamScript script, string model, bool asksUsage)
    {
        if (script.Events is { } events)
        {
            foreach (var bytes in events)
            {
                yield return new Piece(bytes, IsToken: true);
            }

            yield break;
        }

        var ownChunk = script.UsageReport == UsageReport.Always || (script.UsageReport == UsageReport.Usual && asksUsage);
        // OpenAI says "usage":null on every other chunk once usage was asked for.
        Action<Utf8JsonWriter>? noUsage = ownChunk ? w => w.WriteNull("usage"u8) : null;
        Piece Make(byte[] json, bool isToken) => new(OpenAIJson.Event(json, script.LineEnd), isToken);

        yield return Make(OpenAIJson.Chunk(model, w => Opening(w, script.ToolCalls.Count > 0), finishReason: null, noUsage), isToken: false);
        var tokens = 0;
        foreach (var delta in Deltas(script))
        {
            tokens++;
            yield return Make(OpenAIJson.Chunk(model, delta, finishReason: null, noUsage), isToken: true);
        }

        Action<Utf8JsonWriter>? lastUsage = script.UsageReport == UsageReport.WithChoices
            ? w => OpenAIJson.Usage(w, script.Usage, tokens)
            : noUsage;
        var bill = Bill(script, tokens);
        yield return Make(OpenAIJson.Chunk(model, static _ => { }, OpenAIJson.FinishReason(script), lastUsage), isToken: false) with
        {
            Bill = script.UsageReport == UsageReport.WithChoices ? bill : null,
        };
        if (ownChunk)
        {
            yield return Make(OpenAIJson.UsageChunk(model, script.Usage, tokens), isToken: false) with { Bill = bill };
        }

        if (script.SendsDone)
        {
            yield return Make([.. "[DONE]"u8], isToken: false);
        }
    }

    /// <summary>The number of tokens that the script's reply has.</summary>
    public static int CountTokens(UpstreamScript script) => Deltas(script).Count();

    /// <summary>What the script's usage says in all.</summary>
    public static (long Input, long Output) Bill(UpstreamScript script, int tokens) => (script.Usage.PromptTokens, script.Usage.CompletionTokens ?? tokens);

    /// <summary>The text's tokens: words with the space before them, or the made-up ones.</summary>
    public static IEnumerable<string> TextTokens(UpstreamScript script)
    {
        if (script.Tokens is { } count)
        {
            return Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}t{i}"));
        }

        return Words(script.Text);
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var next = text.IndexOf(' ', start + 1);
            var end = next < 0 ? text.Length : next;
            yield return text[start..end];
            start = end;
        }
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Deltas(UpstreamScript script)
    {
        if (script.ToolCalls.Count == 0)
        {
            return TextTokens(script).Select(token => OpenAIJson.TextDelta(token, script.Refuses ? "refusal" : "content"));
        }

        return script.ToolCalls.SelectMany((call, index) =>
        {
            var half = call.Arguments.Length / 2;
            return new[]
            {
                ToolDelta(index, call, ""),
                ToolDelta(index, null, call.Arguments[..half]),
                ToolDelta(index, null, call.Arguments[half..]),
            };
        });
    }

    private static void Opening(Utf8JsonWriter w, bool callsTools)
    {
        w.WriteString("role"u8, "assistant"u8);
        w.WriteString("content"u8, callsTools ? null : "");
        w.WriteNull("refusal"u8);
    }

    private static Action<Utf8JsonWriter> ToolDelta(int index, FakeToolCall? first, string arguments) => w =>
    {
        w.WriteStartArray("tool_calls"u8);
        w.WriteStartObject();
        w.WriteNumber("index"u8, index);
        if (first is not null)
        {
            w.WriteString("id"u8, first.Id);
            w.WriteString("type"u8, "function"u8);
        }

        w.WriteStartObject("function"u8);
        if (first is not null)
        {
            w.WriteString("name"u8, first.Name);
        }

        w.WriteString("arguments"u8, arguments);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndArray();
    };
}
