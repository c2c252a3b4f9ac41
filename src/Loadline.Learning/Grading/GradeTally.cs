namespace Loadline.Learning.Grading;

/// <summary>Counts how grading goes. Thread-safe.</summary>
public sealed class GradeTally
{
    private const int MostExamples = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _problems = new(StringComparer.Ordinal);
    private readonly List<string> _examples = [];
    private long _graded;
    private long _changed;
    private long _withoutResponse;

    /// <summary>What was counted so far; grading may go on beside.</summary>
    public GradeReport ToReport()
    {
        lock (_lock)
        {
            return new GradeReport(_graded, _changed, _withoutResponse, _problems.Values.Sum(), new Dictionary<string, long>(_problems), [.. _examples]);
        }
    }

    internal void Graded(bool isNew, bool changed)
    {
        lock (_lock)
        {
            _graded++;
            _changed += changed && !isNew ? 1 : 0;
        }
    }

    internal void WithoutResponse()
    {
        lock (_lock)
        {
            _withoutResponse++;
        }
    }

    internal void Failed(string example, string problem)
    {
        lock (_lock)
        {
            _problems[problem] = _problems.GetValueOrDefault(problem) + 1;
            if (_examples.Count < MostExamples)
            {
                _examples.Add(example);
            }
        }
    }
}
