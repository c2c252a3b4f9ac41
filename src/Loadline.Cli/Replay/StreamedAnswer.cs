using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Loadline.Cli.Replay;

/// <summary>A chat answer put together from its stream.</summary>
/// <param name="Text">The text.</param>
/// <param name="Cost">What the provider said it charged; <see langword="null"/> where it said nothing.</param>
/// <param name="IsWhole">Whether the stream ended as the protocol ends one.</param>
internal readonly record struct StreamedAnswer(string Text, decimal? Cost, bool IsWhole)
{
    public static StreamedAnswer Read(byte[] events)
    {
        var text = new StringBuilder();
        decimal? cost = null;
        var isWhole = false;
        foreach (var item in SseParser.Create(new MemoryStream(events)).Enumerate())
        {
            if (item.Data == "[DONE]")
            {
                isWhole = true;
                continue;
            }

            using var chunk = JsonDocument.Parse(item.Data);
            cost = Charged(chunk.RootElement) ?? cost;
            text.Append(Delta(chunk.RootElement));
        }

        return new StreamedAnswer(text.ToString(), cost, isWhole);
    }

    private static decimal? Charged(JsonElement chunk) =>
        chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("cost", out var cost)
            ? cost.GetDecimal() : null;

    private static string? Delta(JsonElement chunk) =>
        chunk.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
        && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null;
}
