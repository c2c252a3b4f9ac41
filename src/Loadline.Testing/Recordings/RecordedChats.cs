using System.Globalization;
using Loadline.Wire.Conversion;

namespace Loadline.Testing.Recordings;

/// <summary>The chat-like rows of the index of recorded traffic.</summary>
public static class RecordedChats
{
    private static readonly Lazy<List<RecordedChat>> Rows = new(() => [.. Read()]);

    /// <summary>Every chat-like row, whatever its status.</summary>
    public static IReadOnlyList<RecordedChat> All => Rows.Value;

    public static IEnumerable<RecordedChat> Replies => All.Where(row => row.Status == 200);

    public static Dialect? ToDialect(string url)
    {
        var path = url.Split('?')[0];
        return path.EndsWith("/chat/completions", StringComparison.Ordinal) ? Dialect.OpenAIChat
            : path.EndsWith("/responses", StringComparison.Ordinal) ? Dialect.OpenAIResponses
            : path.EndsWith("/v1/messages", StringComparison.Ordinal) ? Dialect.Anthropic
            : path.Contains(":generateContent", StringComparison.Ordinal) || path.Contains(":streamGenerateContent", StringComparison.Ordinal) ? Dialect.Gemini
            : path.EndsWith("/converse", StringComparison.Ordinal) || path.EndsWith("/converse-stream", StringComparison.Ordinal) ? Dialect.Bedrock
            : null;
    }

    private static IEnumerable<RecordedChat> Read()
    {
        var rows = File.ReadLines(DataFolder.Path("wire/INDEX.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => ToDialect(row[3]) is not null);
        foreach (var file in rows.GroupBy(row => row[0]))
        {
            var pairs = Cassette.Interactions(file.Key).ToList();
            foreach (var row in file)
            {
                var pair = pairs[int.Parse(row[1], CultureInfo.InvariantCulture)];
                yield return new RecordedChat(
                    $"{row[0]} #{row[1]}",
                    ToDialect(row[3])!.Value,
                    int.Parse(row[4], CultureInfo.InvariantCulture),
                    row[5].Length > 0,
                    row[3],
                    Cassette.Body(pair, "request") ?? [],
                    Cassette.Body(pair, "response") ?? []);
            }
        }
    }
}
