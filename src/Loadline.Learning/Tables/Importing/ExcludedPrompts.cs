using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>Reads a list of prompts to leave out.</summary>
public static class ExcludedPrompts
{
    private static readonly string[] Fields = ["eval_prompt", "prompt", "question"];

    /// <summary>Reads JSON Lines, each a text or an object with <c>prompt</c>, <c>question</c> or, as RouteLLM's lists have it, <c>eval_prompt</c>.</summary>
    /// <exception cref="ImportException">A line is neither.</exception>
    public static HashSet<UInt128> Read(string path)
    {
        var keys = new HashSet<UInt128>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                keys.Add(PromptKey.OfText(Prompt(line) ?? throw new ImportException(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}:{number}: no `prompt`, `question` or `eval_prompt`."))));
            }
        }

        return keys;
    }

    private static string? Prompt(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind == JsonValueKind.String)
            {
                return json.RootElement.GetString();
            }

            foreach (var field in Fields)
            {
                if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(field, out var value)
                    && value.ValueKind == JsonValueKind.String)
                {
                    return value.GetString();
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
