using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;
using Loadline.Learning.Grading;

namespace Loadline.Cli.Commands;

/// <summary>Finds the graders of a run: the config's, the table header's, and one given on the command line.</summary>
internal static class OutcomesGraders
{
    /// <summary>The name of a grader that is defined on the command line itself.</summary>
    private const string Given = "given";

    /// <summary>Collects definitions; the table's own go before the config's of the same name.</summary>
    /// <param name="config">The config's.</param>
    /// <param name="header">The table's header.</param>
    /// <param name="option">A name, a kind such as <c>numeric</c>, or a definition in JSON.</param>
    public static (IReadOnlyList<GraderDefinition> All, string? Default) Find(
        IReadOnlyList<GraderDefinition> config, OutcomeTableHeader? header, string? option)
    {
        var all = config.ToDictionary(grader => grader.Name, StringComparer.Ordinal);
        foreach (var grader in header?.Graders is { } own ? GraderDefinition.ReadAll(own) : [])
        {
            all[grader.Name] = grader;
        }

        if (option is null || all.ContainsKey(option))
        {
            return ([.. all.Values], option);
        }

        var definition = Definition(option) ?? throw new UserError(
            $"There is no grader '{option}'. Name one of the config or the table's header ({string.Join(", ", all.Keys.DefaultIfEmpty("none there"))}), "
            + $"a kind ({string.Join(", ", CheckReader.Kinds)}), or write a definition: '{{\"kind\":\"numeric\",\"tolerance\":0.01}}'.");
        // A table that was graded so before has one of this name in its header.
        all[Given] = GraderDefinition.Read(Given, definition);
        return ([.. all.Values], Given);
    }

    public static GraderSet Create(IReadOnlyList<GraderDefinition> definitions, string? byDefault, Func<string, IJudge> judge, string folder)
    {
        var set = new GraderSet(GraderSet.Create(definitions, judge, folder), byDefault);
        return set.Count > 0 ? set : throw new UserError(
            "There is no grader. Write `graders:` in the config or the table's header, or give one: --grader numeric.");
    }

    private static JsonElement? Definition(string option)
    {
        var text = option.TrimStart().StartsWith('{') ? option
            : CheckReader.Kinds.Contains(option, StringComparer.Ordinal) ? $"{{\"kind\":\"{option}\"}}" : null;
        if (text is null)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.Clone();
        }
        catch (JsonException error)
        {
            throw new UserError($"--grader is not JSON: {error.Message}");
        }
    }
}
