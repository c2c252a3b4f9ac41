namespace Loadline.Core.Outcomes;

/// <summary>The names of the fields that this version knows.</summary>
internal static class OutcomeFields
{
    public static ReadOnlySpan<byte> Id => "id"u8;

    public static ReadOnlySpan<byte> Group => "group"u8;

    public static ReadOnlySpan<byte> Prompt => "prompt"u8;

    public static ReadOnlySpan<byte> Messages => "messages"u8;

    public static ReadOnlySpan<byte> Tools => "tools"u8;

    public static ReadOnlySpan<byte> Features => "features"u8;

    public static ReadOnlySpan<byte> Split => "split"u8;

    public static ReadOnlySpan<byte> Cluster => "cluster"u8;

    public static ReadOnlySpan<byte> Outcomes => "outcomes"u8;

    public static ReadOnlySpan<byte> Quality => "quality"u8;

    public static ReadOnlySpan<byte> Cost => "cost"u8;

    public static ReadOnlySpan<byte> LatencyMs => "latency_ms"u8;

    public static ReadOnlySpan<byte> TimeToFirstTokenMs => "ttft_ms"u8;

    public static ReadOnlySpan<byte> InputTokens => "input_tokens"u8;

    public static ReadOnlySpan<byte> OutputTokens => "output_tokens"u8;

    public static ReadOnlySpan<byte> Response => "response"u8;
}
