using System.Globalization;
using System.Text.Json;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables.Importing;

/// <summary>MT-Bench's single-answer judgements: a line for each question, turn and model, scored 1 to 10.</summary>
/// <remarks>
/// A row is a question; its prompt is the first turn, as the judge was shown it; a model's quality is its mean score over the turns,
/// divided by <see cref="ImportOptions.Scale"/> (10). The file's lines come in any order, so it is held in memory: it has some hundred questions.
/// </remarks>
internal static class MtBenchJudgements
{
    private const double DefaultScale = 10;
    private const string QuestionMark = "[Question]\n";
    private const string UserMark = "### User:\n";
    private static readonly string[] Ends = ["\n\n[The Start of", "\n\n### Assistant A:"];

    public static IEnumerable<OutcomeRow> Read(string path, ImportOptions options)
    {
        var scores = new SortedDictionary<int, Dictionary<string, List<double>>>();
        var prompts = new Dictionary<int, string>();
        var name = Path.GetFileName(path);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0)
            {
                Note(line, string.Create(CultureInfo.InvariantCulture, $"{name}:{number}"), scores, prompts, options);
            }
        }

        var group = options.Group ?? "mt_bench";
        return scores.Select(pair => new OutcomeRow
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{group}/{pair.Key}"),
            Group = group,
            Prompt = prompts[pair.Key],
            Outcomes = pair.Value.ToDictionary(
                model => model.Key,
                model => ImportNames.Outcome(model.Key, Math.Clamp(model.Value.Average() / (options.Scale ?? DefaultScale), 0, 1), options),
                StringComparer.Ordinal),
        });
    }

    private static void Note(
        string line, string place, SortedDictionary<int, Dictionary<string, List<double>>> scores, Dictionary<int, string> prompts, ImportOptions options)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var question = root.GetProperty("question_id").GetInt32();
            var score = root.GetProperty("score").GetDouble();
            prompts.TryAdd(question, Question(root.GetProperty("user_prompt").GetString()!));
            if (score < 0)
            {
                return; // The judge's answer held no rating.
            }

            if (!scores.TryGetValue(question, out var models))
            {
                scores.Add(question, models = new Dictionary<string, List<double>>(StringComparer.Ordinal));
            }

            var model = ImportNames.Model(root.GetProperty("model").GetString()!, options);
            if (!models.TryGetValue(model, out var list))
            {
                models.Add(model, list = []);
            }

            list.Add(score);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ImportException($"{place}: not a judgement of MT-Bench (question_id, model, score, user_prompt): {error.Message}", error);
        }
    }

    private static string Question(string shown)
    {
        var mark = shown.Contains(QuestionMark, StringComparison.Ordinal) ? QuestionMark : UserMark;
        var start = shown.IndexOf(mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return shown;
        }

        start += mark.Length;
        var end = Ends.Select(text => shown.IndexOf(text, start, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(shown.Length).Min();
        return shown[start..end];
    }
}
