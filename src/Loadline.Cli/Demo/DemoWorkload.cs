using System.Text.Json;
using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>The sample workload that ships inside the executable.</summary>
internal static class DemoWorkload
{
    private const string ResourceName = "Loadline.Cli.Demo.workload.jsonl";

    /// <summary>Reads every prompt, in file order.</summary>
    /// <exception cref="InvalidDataException">A line is not a workload line; the message names it.</exception>
    public static List<DemoPrompt> Load()
    {
        using var stream = typeof(DemoWorkload).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException($"The resource {ResourceName} is missing from this build.");
        using var reader = new StreamReader(stream);
        var prompts = new List<DemoPrompt>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                prompts.Add(Read(line));
            }
        }

        return prompts;
    }

    private static DemoPrompt Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"Not a workload line: {line[..Math.Min(80, line.Length)]}", error);
        }
    }

    private static DemoPrompt Read(JsonElement row)
    {
        var name = row.GetProperty("task").GetString();
        if (!TaskKinds.TryParse(name, out var task))
        {
            throw new FormatException($"'{name}' is not a task kind.");
        }

        var prompt = row.TryGetProperty("prompt", out var text) ? text.GetString() : null;
        var messages = Clone(row, "messages");
        if (prompt is null == messages is null)
        {
            throw new FormatException("Exactly one of prompt and messages is expected.");
        }

        return new DemoPrompt(
            row.GetProperty("id").GetString() ?? throw new FormatException("id is null."),
            task,
            row.GetProperty("difficulty").GetDouble(),
            prompt,
            messages,
            Clone(row, "tools"),
            NeedsVision(row));
    }

    private static bool NeedsVision(JsonElement row)
    {
        if (!row.TryGetProperty("needs", out var needs))
        {
            return false;
        }

        foreach (var need in needs.EnumerateArray())
        {
            if (!need.ValueEquals("vision"))
            {
                throw new FormatException($"'{need}' is not a known need.");
            }
        }

        return needs.GetArrayLength() > 0;
    }

    private static JsonElement? Clone(JsonElement row, string name)
        => row.TryGetProperty(name, out var value) ? value.Clone() : null;
}
