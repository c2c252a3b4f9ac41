namespace Loadline.Learning.Collecting;

/// <summary>Remembers which models fail one call after another, so that a wrong key does not fail ten thousand times. Thread-safe.</summary>
internal sealed class CandidateHealth
{
    private const int MostErrors = 5;
    private const int MostInARow = 5;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _inARow = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _givenUp = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];

    public IReadOnlyDictionary<string, string> GivenUp => _givenUp;

    public IReadOnlyList<string> Errors => _errors;

    public bool IsGivenUp(string model)
    {
        lock (_lock)
        {
            return _givenUp.ContainsKey(model);
        }
    }

    public void Succeeded(string model)
    {
        lock (_lock)
        {
            _inARow[model] = 0;
        }
    }

    public void Failed(string model, string row, string error)
    {
        lock (_lock)
        {
            _inARow[model] = _inARow.GetValueOrDefault(model) + 1;
            if (_errors.Count < MostErrors)
            {
                _errors.Add($"row '{row}', model '{model}': {error}");
            }

            if (_inARow[model] >= MostInARow)
            {
                _givenUp.TryAdd(model, error);
            }
        }
    }
}
