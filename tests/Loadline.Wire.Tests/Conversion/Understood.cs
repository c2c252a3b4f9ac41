using System.Text;
using Loadline.Core.Catalog;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>What a client makes of a reply: the text, the calls, why it ended, what it cost.</summary>
internal sealed record Understood(string Text, string Reasoning, string Calls, StopReason Stop, TokenUsage Usage, bool HasError)
{
    public static Understood Of(ChatReply reply) => new(
        string.Concat(reply.Parts.Select(part => part switch
        {
            TextPart text => text.Text,
            RefusalPart refusal => refusal.Text,
            _ => string.Empty,
        })),
        string.Concat(reply.Parts.OfType<ReasoningPart>().Select(part => part.Text)),
        string.Join(" | ", reply.Parts.OfType<ToolCallPart>().Select(call => Call(call.Name, call.IsCustom ? ToolArguments.Wrap(call.Arguments) : call.Arguments))),
        reply.Stop,
        (reply.Usage ?? default) with { ChargedUsd = null },
        reply.Error is not null);

    public static string Call(string name, string arguments) => CallText.Of(name, arguments);

    public static string Canonical(string arguments) => CallText.Canonical(arguments);

    /// <summary>What is left of it in a dialect, by the rules of docs/dialects.md.</summary>
    public Understood In(Dialect caller) => this with
    {
        Stop = caller == Dialect.Anthropic ? Stop : Stop switch
        {
            StopReason.StopSequence or StopReason.Pause => StopReason.EndTurn,
            StopReason.ContextWindow => StopReason.MaxTokens,
            _ => Stop,
        },
        Usage = caller == Dialect.Gemini ? Usage with { CacheWrite = 0 } : Usage,
    };

    /// <summary>Reads a whole reply by our reader.</summary>
    public static Understood Whole(Dialect dialect, ReadOnlyMemory<byte> body)
    {
        Assert.True(ChatConversion.TryReadReply(dialect, body, out var reply), Encoding.UTF8.GetString(body.Span));
        return Of(reply);
    }

    /// <summary>Reads a stream by our reader, in pieces of the given size.</summary>
    public static Understood Stream(Dialect dialect, ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        var builder = new ReplyBuilder();
        var sequencer = new BlockSequencer(builder);
        using var reader = ChatConversion.CreateReader(dialect);
        while (!bytes.IsEmpty)
        {
            var next = Math.Min(piece, bytes.Length);
            reader.Push(bytes[..next], sequencer);
            bytes = bytes[next..];
        }

        reader.Complete(sequencer);
        sequencer.Complete();
        return Of(builder.Reply);
    }
}
