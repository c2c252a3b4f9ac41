using Loadline.Wire.Conversion;

namespace Loadline.Wire.Anthropic;

/// <summary><c>stop_reason</c>, both ways; Bedrock's words are the same and a few more.</summary>
internal static class AnthropicStops
{
    public static StopReason Read(string? reason) => reason switch
    {
        null or "" => StopReason.None,
        "tool_use" => StopReason.ToolCalls,
        "max_tokens" => StopReason.MaxTokens,
        "model_context_window_exceeded" => StopReason.ContextWindow,
        "stop_sequence" => StopReason.StopSequence,
        "pause_turn" => StopReason.Pause,
        "refusal" or "guardrail_intervened" or "content_filtered" => StopReason.ContentFilter,
        "malformed_model_output" or "malformed_tool_use" => StopReason.Error,
        _ => StopReason.EndTurn,
    };

    public static ReadOnlySpan<byte> Write(StopReason stop) => stop switch
    {
        StopReason.ToolCalls => "tool_use"u8,
        StopReason.MaxTokens => "max_tokens"u8,
        StopReason.ContextWindow => "model_context_window_exceeded"u8,
        StopReason.StopSequence => "stop_sequence"u8,
        StopReason.Pause => "pause_turn"u8,
        StopReason.ContentFilter => "refusal"u8,
        _ => "end_turn"u8,
    };
}
