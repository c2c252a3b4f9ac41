using System.Globalization;
using System.Text;
using System.Text.Json;
using Loadline.Testing;
using Loadline.Testing.Recordings;

namespace Loadline.Wire.Tests.OpenAI;

/// <summary>Every Chat Completions stream in the data folder, from the four formats it is recorded in.</summary>
internal static class RecordedStreams
{
    public sealed record Recording(string Name, byte[] Bytes);

    public static IEnumerable<Recording> All() => [.. Cassettes(), .. Snapshots(), .. Traces(), .. ChunkLists()];

    /// <summary>The request bodies of every recorded chat call, cassettes and captured clients.</summary>
    public static IEnumerable<Recording> Requests() => [.. Bodies("request"), .. Captures()];

    /// <summary>The bodies of every recorded chat reply that was not streamed, errors included.</summary>
    public static IEnumerable<Recording> Replies() => Bodies("response").Where(reply => reply.Bytes.AsSpan().TrimStart("\r\n "u8).StartsWith("{"u8));

    private static IEnumerable<Recording> Bodies(string side) =>
        Index(row => row[3].EndsWith("/chat/completions", StringComparison.Ordinal)).SelectMany(file =>
            Cassette.Interactions(file.Key).SelectMany((pair, i) => file.Contains(i) && Cassette.Body(pair, side) is { Length: > 0 } body
                ? [new Recording($"{file.Key} #{i}", body)]
                : Array.Empty<Recording>()));

    private static IEnumerable<Recording> Captures()
    {
        foreach (var file in Files("captures", "*.json"))
        {
            using var capture = JsonDocument.Parse(File.ReadAllBytes(file));
            if (capture.RootElement.ValueKind == JsonValueKind.Object
                && capture.RootElement.TryGetProperty("url", out var url)
                && url.GetString()!.EndsWith("/chat/completions", StringComparison.Ordinal)
                && capture.RootElement.TryGetProperty("body", out var body))
            {
                yield return new Recording(file, Encoding.UTF8.GetBytes(body.GetRawText()));
            }
        }
    }

    // VCR (Ruby) and go-vcr cassettes, found through the index.
    private static IEnumerable<Recording> Cassettes() =>
        Index(row => row[3].EndsWith("/chat/completions", StringComparison.Ordinal) && row[5] == "sse").SelectMany(file =>
        {
            var pairs = Cassette.Interactions(file.Key).ToList();
            return file.Select(i => new Recording($"{file.Key} #{i}", Cassette.Body(pairs[i], "response")!));
        });

    private static IEnumerable<IGrouping<string, int>> Index(Func<string[], bool> take) =>
        File.ReadLines(DataFolder.Path("wire/INDEX.tsv")).Skip(1).Select(line => line.Split('\t')).Where(take)
            .GroupBy(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));

    // openai-python's snapshots are the replies as they were.
    private static IEnumerable<Recording> Snapshots() =>
        Files("openai+openai-python", "*.bin").Select(file => new Recording(file, File.ReadAllBytes(file)))
            .Where(recording => recording.Bytes.AsSpan().IndexOf("\"chat.completion.chunk\""u8) >= 0);

    // httprr: a line with the two sizes, then request and reply as they went over the wire.
    private static IEnumerable<Recording> Traces()
    {
        foreach (var file in Files("tmc+langchaingo", "*.httprr"))
        {
            var bytes = File.ReadAllBytes(file);
            var at = Line(bytes, 0, out _);
            while (at < bytes.Length)
            {
                at = Line(bytes, at, out var sizes);
                var split = sizes.Split(' ');
                var reply = at + int.Parse(split[0], CultureInfo.InvariantCulture);
                at = reply + int.Parse(split[1], CultureInfo.InvariantCulture);
                var message = bytes.AsSpan(reply..at);
                if (message.IndexOf("text/event-stream"u8) >= 0 && message.IndexOf("\"chat.completion.chunk\""u8) >= 0)
                {
                    yield return new Recording(file, message[(message.IndexOf("\r\n\r\n"u8) + 4)..].ToArray());
                }
            }
        }
    }

    private static int Line(byte[] bytes, int from, out string line)
    {
        var length = bytes.AsSpan(from).IndexOf((byte)'\n');
        line = Encoding.ASCII.GetString(bytes, from, length);
        return from + length + 1;
    }

    // vercel/ai keeps one chunk a line without its framing; the framing is put back as the servers write it.
    private static IEnumerable<Recording> ChunkLists()
    {
        foreach (var file in Files("vercel+ai", "*.chunks.txt"))
        {
            var lines = File.ReadAllLines(file).Where(line => line.Length > 0).ToList();
            if (lines.Exists(line => line.Contains("\"chat.completion.chunk\"", StringComparison.Ordinal)))
            {
                var stream = string.Concat(lines.Select(line => "data: " + line + "\n\n")) + "data: [DONE]\n\n";
                yield return new Recording(file, Encoding.UTF8.GetBytes(stream));
            }
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(DataFolder.Path("wire/" + folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}
