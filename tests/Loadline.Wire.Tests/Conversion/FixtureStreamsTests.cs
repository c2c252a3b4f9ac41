using System.Buffers;
using System.Text;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>The streams that other projects keep as fixtures: rarer shapes than those of the index.</summary>
public sealed class FixtureStreamsTests(ITestOutputHelper log)
{
    [DataFact("wire/vercel+ai")]
    public void Conversion_EveryFixtureStream_ReadsTheSameInEveryDialect()
    {
        var faults = new List<string>();
        var streams = All().ToList();
        foreach (var (name, dialect, bytes) in streams)
        {
            var native = Understood.Stream(dialect, bytes);
            foreach (var caller in new[] { Dialect.OpenAIChat, Dialect.OpenAIResponses, Dialect.Anthropic, Dialect.Gemini })
            {
                var output = new ArrayBufferWriter<byte>();
                using var converter = ChatConversion.CreateStream(dialect, caller, Converted.Context);
                converter.Push(bytes, output);
                converter.Complete(output);
                var converted = Understood.Stream(caller, output.WrittenSpan);
                if (native.HasError ? !converted.HasError || converted.Text != native.Text : converted != native.In(caller))
                {
                    faults.Add($"{name} ({dialect}) to {caller}\n  native    {native.In(caller)}\n  converted {converted}");
                }
            }
        }

        log.WriteLine($"{streams.Count} streams: {string.Join(", ", streams.GroupBy(stream => stream.Dialect).Select(group => $"{group.Key} {group.Count()}"))}");
        log.WriteLine($"ending in an error: {string.Join(", ", streams.Where(stream => Understood.Stream(stream.Dialect, stream.Bytes).HasError).Select(stream => Path.GetFileName(stream.Name)))}");
        Assert.True(faults.Count == 0, $"{faults.Count} differ:\n{string.Join('\n', faults.Take(8))}");
    }

    private static IEnumerable<(string Name, Dialect Dialect, byte[] Bytes)> All()
    {
        foreach (var file in Directory.EnumerateFiles(DataFolder.Path("wire/vercel+ai"), "*.chunks.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var lines = File.ReadAllLines(file).Where(line => line.StartsWith('{')).ToList();
            if (Kind(lines) is { } dialect)
            {
                yield return (file, dialect, Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"data: {line}\n\n"))));
            }
        }

        string[] folders = ["wire/anthropics+anthropic-sdk-python", "wire/anthropics+anthropic-sdk-typescript", "wire/FirebaseExtended+vertexai-sdk-test-data"];
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(DataFolder.Path(folder), "*.*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            if (text.Contains("data: {", StringComparison.Ordinal) && Kind([text]) is { } dialect)
            {
                yield return (file, dialect, File.ReadAllBytes(file));
            }
        }
    }

    private static Dialect? Kind(List<string> lines)
    {
        bool Any(string text) => lines.Exists(line => line.Contains(text, StringComparison.Ordinal));
        return Any("chat.completion.chunk") ? Dialect.OpenAIChat
            : Any("\"type\":\"message_start\"") || Any("\"type\": \"message_start\"") ? Dialect.Anthropic
            : Any("\"type\":\"response.created\"") ? Dialect.OpenAIResponses
            : Any("\"candidates\"") ? Dialect.Gemini
            : null;
    }
}
