using System.Text;
using System.Text.Json;
using Loadline.Core.Signals;
using Loadline.Testing;

namespace Loadline.Core.Tests.Signals;

/// <summary>Rows of the public tables, split by a hash of the prompt: a third was looked at while weights were chosen, the rest reports.</summary>
internal static class SignalRows
{
    /// <summary>Whether a prompt belongs to the part that weights may have been chosen on.</summary>
    public static bool IsDevelopment(string prompt, uint parts) => Mix(prompt) % parts == 0;

    public static IEnumerable<JsonElement> Read(string path)
    {
        foreach (var line in File.ReadLines(DataFolder.Path(path)))
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }

    public static Complexity Complexity(string prompt)
    {
        var bytes = Encoding.UTF8.GetBytes(prompt);
        var shape = TextShape.Of(bytes);
        var task = TaskClassifier.Classify(shape, new SignalText(bytes, bytes, default), hasTools: false, lastTurnIsToolResult: false, turns: 1);
        return ComplexityScorer.Score(shape, task.Kind, bytes.Length / 4, turns: 1, tools: 0, schema: false);
    }

    /// <summary>The chance that a positive row outranks a negative one, ties counted half (Mann-Whitney U).</summary>
    public static double Auc(IReadOnlyCollection<(double Value, bool Positive)> rows)
    {
        var sorted = rows.OrderBy(row => row.Value).ToArray();
        double ranks = 0, positives = sorted.Count(row => row.Positive);
        for (var from = 0; from < sorted.Length;)
        {
            var to = from;
            while (to < sorted.Length && sorted[to].Value == sorted[from].Value)
            {
                to++;
            }

            ranks += sorted[from..to].Count(row => row.Positive) * (from + to + 1) / 2.0;
            from = to;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * (sorted.Length - positives));
    }

    private static uint Mix(string prompt)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(prompt))
        {
            hash = (hash ^ value) * 16777619;
        }

        hash ^= hash >> 15;
        hash *= 0x85EBCA6B;
        return hash ^ (hash >> 13);
    }
}
