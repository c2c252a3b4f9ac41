using Loadline.Wire.Conversion;

namespace Loadline.Wire.OpenAI.Chat;

/// <summary><c>finish_reason</c>, both ways.</summary>
internal static class OpenAIChatStops
{
    /// <summary>Words of OpenAI and of servers that speak its dialect.</summary>
    public static StopReason Read(ReadOnlySpan<byte> reason) => reason switch
    {
        _ when reason.IsEmpty => StopReason.None,
        _ when reason.SequenceEqual("stop"u8) || reason.SequenceEqual("eos"u8) || reason.SequenceEqual("end_turn"u8) => StopReason.EndTurn,
        _ when reason.SequenceEqual("length"u8) || reason.SequenceEqual("max_tokens"u8) || reason.SequenceEqual("model_length"u8) => StopReason.MaxTokens,
        _ when reason.SequenceEqual("tool_calls"u8) || reason.SequenceEqual("function_call"u8) => StopReason.ToolCalls,
        _ when reason.SequenceEqual("content_filter"u8) => StopReason.ContentFilter,
        _ when reason.SequenceEqual("error"u8) || reason.SequenceEqual("insufficient_system_resource"u8) => StopReason.Error,
        _ => StopReason.EndTurn,
    };

    public static ReadOnlySpan<byte> Write(StopReason stop) => stop switch
    {
        StopReason.MaxTokens or StopReason.ContextWindow => "length"u8,
        StopReason.ToolCalls => "tool_calls"u8,
        StopReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };
}
