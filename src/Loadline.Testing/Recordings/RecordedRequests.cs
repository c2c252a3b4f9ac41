using System.Text;
using System.Text.Json;
using Loadline.Wire.Conversion;

namespace Loadline.Testing.Recordings;

/// <summary>What clients were recorded sending: agents and SDKs in <c>captures/</c>, and the requests of the index.</summary>
public static class RecordedRequests
{
    public static IEnumerable<RecordedChat> Captures()
    {
        foreach (var file in Directory.EnumerateFiles(DataFolder.Path("wire/captures"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            if (capture.RootElement.ValueKind == JsonValueKind.Object
                && capture.RootElement.TryGetProperty("url", out var url)
                && RecordedChats.ToDialect(url.GetString()!) is { } dialect
                && capture.RootElement.TryGetProperty("body", out var body) && body.ValueKind == JsonValueKind.Object)
            {
                var name = Path.GetRelativePath(DataFolder.Path("wire/captures"), file);
                yield return new RecordedChat(name, dialect, 200, false, url.GetString()!, Encoding.UTF8.GetBytes(body.GetRawText()), []);
            }
        }
    }

    public static IEnumerable<RecordedChat> Recorded() =>
        RecordedChats.Replies.Where(chat => chat.Dialect != Dialect.Bedrock && chat.Request.AsSpan().StartsWith("{"u8));
}
