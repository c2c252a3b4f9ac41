namespace Loadline.Learning.Tables;

/// <summary>One group's sums by model while a table is read.</summary>
internal sealed class GroupTotals
{
    private readonly Dictionary<string, (long Count, double Quality, double Cost)> _models = new(StringComparer.Ordinal);

    public long Rows { get; private set; }

    public void AddRow() => Rows++;

    public void Add(string model, double quality, double cost)
    {
        var sums = _models.GetValueOrDefault(model);
        _models[model] = (sums.Count + 1, sums.Quality + quality, sums.Cost + cost);
    }

    public GroupDescription Describe(string name)
    {
        if (_models.Count == 0)
        {
            return new GroupDescription(name, Rows, "", 0, 0);
        }

        var best = _models.MaxBy(pair => (pair.Value.Quality / pair.Value.Count, -pair.Value.Cost / pair.Value.Count));
        return new GroupDescription(name, Rows, best.Key, best.Value.Quality / best.Value.Count, best.Value.Cost / best.Value.Count);
    }
}
