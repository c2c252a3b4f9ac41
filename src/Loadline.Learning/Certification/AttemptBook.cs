using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Loadline.Learning.Certification;

/// <summary>The book of certifications, so that rows which were looked at before are paid for again. A JSON file beside the config.</summary>
/// <remarks>Rows are known by their prompts: adding some, or renaming a table, does not make them fresh. The same question asked again is the same test and costs nothing.</remarks>
public sealed class AttemptBook
{
    private readonly string _path;
    private readonly List<Attempt> _attempts;

    private AttemptBook(string path, List<Attempt> attempts)
    {
        _path = path;
        _attempts = attempts;
    }

    /// <summary>Opens the book; one that does not exist is empty.</summary>
    /// <exception cref="CertifyException">It is there and cannot be read: starting a new one would forget what was spent.</exception>
    public static AttemptBook Open(string path)
    {
        if (!File.Exists(path))
        {
            return new AttemptBook(path, []);
        }

        try
        {
            return new AttemptBook(path, JsonSerializer.Deserialize(File.ReadAllBytes(path), AttemptBookJson.Default.ListAttempt) ?? []);
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CertifyException($"The book of attempts {path} cannot be read: {error.Message} Restore it; without it, what these rows have proven already is not known.");
        }
    }

    /// <summary>Finds which attempt a question is, and writes it down.</summary>
    /// <param name="question">What is asked: route digest, line and rows; the same question has the same text.</param>
    /// <param name="prompts">The rows' prompts, rising.</param>
    /// <param name="kind"><c>certify</c> or <c>gate</c>.</param>
    /// <param name="time">Now.</param>
    /// <returns>From 1.</returns>
    public int Enter(string question, IReadOnlyList<ulong> prompts, string kind, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        if (_attempts.Find(attempt => attempt.Question == question) is { } same)
        {
            return same.Number;
        }

        var asked = prompts.ToHashSet();
        var before = _attempts.Where(attempt => Prompts(attempt).Any(asked.Contains)).Select(attempt => attempt.Number).DefaultIfEmpty(0).Max();
        _attempts.Add(new Attempt(question, kind, time, before + 1, Convert.ToBase64String(Bytes(prompts))));
        File.WriteAllBytes(_path, JsonSerializer.SerializeToUtf8Bytes(_attempts, AttemptBookJson.Default.ListAttempt));
        return before + 1;
    }

    private static byte[] Bytes(IReadOnlyList<ulong> prompts)
    {
        var bytes = new byte[prompts.Count * sizeof(ulong)];
        for (var i = 0; i < prompts.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), prompts[i]);
        }

        return bytes;
    }

    private static IEnumerable<ulong> Prompts(Attempt attempt)
    {
        var bytes = Convert.FromBase64String(attempt.Prompts);
        for (var i = 0; i + sizeof(ulong) <= bytes.Length; i += sizeof(ulong))
        {
            yield return BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i));
        }
    }

    internal sealed record Attempt(string Question, string Kind, DateTimeOffset Time, int Number, string Prompts);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(List<AttemptBook.Attempt>))]
internal sealed partial class AttemptBookJson : JsonSerializerContext;
