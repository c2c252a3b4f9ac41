using System.Globalization;
using System.Text.Json;

namespace Loadline.Learning.Grading;

/// <summary>Grades that people gave: a file of lines <c>{"id":"row","model":"small","score":0.5}</c>; several for one answer count as their mean.</summary>
internal sealed class LabelGrader : IGrader
{
    private readonly Dictionary<(string Id, string Model), (double Sum, int Count)> _labels = [];

    /// <param name="name">The grader's name.</param>
    /// <param name="lines">The file's lines.</param>
    /// <param name="source">What messages call the file.</param>
    /// <param name="scale">What scores are divided by.</param>
    /// <exception cref="GradingException">A line is no label, or its score is outside [0,1] after scaling.</exception>
    public LabelGrader(string name, IEnumerable<string> lines, string source, double scale = 1)
    {
        Name = name;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Add(line, string.Create(CultureInfo.InvariantCulture, $"{source}:{number}"), scale);
            }
        }
    }

    public string Name { get; }

    public bool NeedsResponse => false;

    /// <summary>Gets how many answers have labels.</summary>
    public int Count => _labels.Count;

    public ValueTask<Grade> GradeAsync(GradeRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(
        _labels.TryGetValue((request.Row.Id, request.Model), out var label) ? new Grade(label.Sum / label.Count) : Grade.None("no label"));

    private void Add(string line, string place, double scale)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var score = root.GetProperty("score").GetDouble() / scale;
            if (score is not (>= 0 and <= 1))
            {
                throw new GradingException($"{place}: the score is outside [0,1]. Name its scale in the grader: {{\"kind\":\"labels\",\"file\":\"…\",\"scale\":5}}.");
            }

            var key = (root.GetProperty("id").GetString()!, root.GetProperty("model").GetString()!);
            var known = _labels.GetValueOrDefault(key);
            _labels[key] = (known.Sum + score, known.Count + 1);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new GradingException($"{place}: not a label. Write {{\"id\":\"row\",\"model\":\"small\",\"score\":0.5}}.", error);
        }
    }
}
