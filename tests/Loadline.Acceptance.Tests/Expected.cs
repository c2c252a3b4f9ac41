using Loadline.Core.Catalog;
using Loadline.Testing.Recordings;
using Loadline.Wire.Conversion;

namespace Loadline.Acceptance.Tests;

/// <summary>What an SDK of one dialect has to show of a recording.</summary>
/// <remarks>Text and calls are read from the recording apart from the product; why it ended and its usage by the product's reader, which tests of its own hold to the recordings.</remarks>
internal sealed record Expected(string Text, string Calls, string? Stop, SdkUsage Usage, bool HasError)
{
    public static Expected Of(RecordedChat chat, Dialect caller)
    {
        var native = NativeReading.Of(chat);
        var reply = Read(chat);
        var usage = (reply.Usage ?? default) with { ChargedUsd = null };
        return new Expected(
            native.Text,
            native.Calls,
            Word(reply.Stop, caller),
            Shown(usage, caller),
            reply.Error is not null);
    }

    /// <summary>Says what differs; null: nothing does.</summary>
    public string? Differs(SdkReading reading)
    {
        if (HasError || reading.Error is not null)
        {
            return HasError == reading.Error is not null ? null : $"error {reading.Error ?? "none"}, expected {(HasError ? "one" : "none")}";
        }

        return reading.Text != Text ? $"text {Show(reading.Text)}, expected {Show(Text)}"
            : reading.CallsText != Calls ? $"calls {reading.CallsText}, expected {Calls}"
            : reading.Stop != Stop ? $"stop {reading.Stop}, expected {Stop}"
            : !Usage.Agrees(reading.Usage) ? $"usage {reading.Usage}, expected {Usage}"
            : null;
    }

    private static ChatReply Read(RecordedChat chat)
    {
        if (!chat.IsStream)
        {
            Assert.True(ChatConversion.TryReadReply(chat.Dialect, chat.Reply, out var whole));
            return whole;
        }

        var builder = new ReplyBuilder();
        var sequencer = new BlockSequencer(builder);
        using var reader = ChatConversion.CreateReader(chat.Dialect);
        reader.Push(chat.Reply, sequencer);
        reader.Complete(sequencer);
        sequencer.Complete();
        return builder.Reply;
    }

    private static string? Word(StopReason stop, Dialect caller) => caller switch
    {
        Dialect.OpenAIChat => stop switch
        {
            StopReason.MaxTokens or StopReason.ContextWindow => "length",
            StopReason.ToolCalls => "tool_calls",
            StopReason.ContentFilter => "content_filter",
            _ => "stop",
        },
        Dialect.OpenAIResponses => stop switch
        {
            StopReason.MaxTokens or StopReason.ContextWindow => "max_output_tokens",
            StopReason.ContentFilter => "content_filter",
            _ => "completed",
        },
        Dialect.Anthropic => stop switch
        {
            StopReason.StopSequence => "stop_sequence",
            StopReason.MaxTokens => "max_tokens",
            StopReason.ContextWindow => "model_context_window_exceeded",
            StopReason.ToolCalls => "tool_use",
            StopReason.ContentFilter => "refusal",
            StopReason.Pause => "pause_turn",
            _ => "end_turn",
        },
        _ => stop switch
        {
            StopReason.MaxTokens or StopReason.ContextWindow => "MAX_TOKENS",
            StopReason.ContentFilter => "SAFETY",
            _ => "STOP",
        },
    };

    // Gemini has no word for what was written to a cache.
    private static SdkUsage Shown(TokenUsage usage, Dialect caller) => new(
        usage.Input, usage.CachedInput, caller == Dialect.Gemini ? 0 : usage.CacheWrite, usage.Output, usage.Reasoning);

    private static string Show(string text) => text.Length <= 200 ? text : $"{text[..200]}… ({text.Length})";
}
