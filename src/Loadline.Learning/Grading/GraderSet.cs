using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Grading;

/// <summary>The graders of a run, and which of them grades a row: the one its <c>grader</c> names, else the run's own.</summary>
public sealed class GraderSet
{
    private readonly Dictionary<string, IGrader> _graders;
    private readonly IGrader? _default;

    /// <param name="graders">All there are.</param>
    /// <param name="byDefault">The one for rows that name none; <see langword="null"/>: the one called <c>default</c>, or the only one.</param>
    /// <exception cref="GradingException">There is none of that name.</exception>
    public GraderSet(IEnumerable<IGrader> graders, string? byDefault)
    {
        _graders = graders.ToDictionary(grader => grader.Name, StringComparer.Ordinal);
        _default = byDefault is null
            ? _graders.GetValueOrDefault("default") ?? (_graders.Count == 1 ? _graders.Values.First() : null)
            : _graders.GetValueOrDefault(byDefault) ?? throw new GradingException(
                _graders.Count == 0
                    ? $"There is no grader '{byDefault}'; none is defined in the table's header or the config."
                    : $"There is no grader '{byDefault}'. There are: {string.Join(", ", _graders.Keys)}.");
    }

    /// <summary>Gets how many graders there are.</summary>
    public int Count => _graders.Count;

    /// <summary>Makes graders from definitions.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <param name="judge">Makes the judge of a model's name.</param>
    /// <param name="folder">What files of labels are relative to.</param>
    /// <exception cref="GradingException">A file of labels cannot be read.</exception>
    public static IEnumerable<IGrader> Create(IEnumerable<GraderDefinition> definitions, Func<string, IJudge> judge, string folder)
    {
        foreach (var definition in definitions)
        {
            yield return definition.Kind switch
            {
                "judge" => new JudgeGrader(definition.Name, judge(definition.Model!), definition.Rubric),
                "pairwise" => new PairwiseGrader(definition.Name, judge(definition.Model!), definition.Against!, definition.Rubric),
                "labels" => Labels(definition, folder),
                _ => new CheckGrader(definition.Name, definition.Check!),
            };
        }
    }

    /// <summary>Finds who grades a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="problem">Why nobody does.</param>
    public IGrader? For(OutcomeRow row, out string? problem)
    {
        problem = null;
        if (row.Field("grader") is not { ValueKind: JsonValueKind.String } name)
        {
            problem = _default is null ? "the row names no `grader`, and there is more than one" : null;
            return _default;
        }

        if (_graders.TryGetValue(name.GetString()!, out var grader))
        {
            return grader;
        }

        problem = $"there is no grader '{name.GetString()}'";
        return null;
    }

    private static LabelGrader Labels(GraderDefinition definition, string folder)
    {
        var path = Path.Combine(folder, definition.File!);
        try
        {
            return new LabelGrader(definition.Name, File.ReadLines(path), Path.GetFileName(path), definition.Scale);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GradingException($"Cannot read the labels of grader '{definition.Name}': {error.Message}", error);
        }
    }
}
