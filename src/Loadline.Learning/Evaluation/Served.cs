namespace Loadline.Learning.Evaluation;

/// <summary>Adds up what was served: rows, each by one model or by two with shares.</summary>
internal sealed class Served(TestRows rows)
{
    private readonly double[] _share = new double[rows.Models];
    private readonly Dictionary<string, (double Rows, double Quality, double Cost)> _groups = new(StringComparer.Ordinal);
    private double _quality;
    private double _cost;
    private double _best;
    private double _cheapestBest;
    private double _oracle;

    public void Add(int row, int model, double share)
    {
        var quality = rows.Quality(row, model);
        var cost = rows.Cost(row, model);
        _share[model] += share;
        _quality += share * quality;
        _cost += share * cost;
        var best = Best(row);
        _oracle += share * rows.Quality(row, best);
        _best += quality >= rows.Quality(row, best) ? share : 0;
        _cheapestBest += quality >= rows.Quality(row, best) && cost <= rows.Cost(row, best) ? share : 0;
        var group = rows.Matrix.Groups[rows.Rows[row]];
        var sums = _groups.GetValueOrDefault(group);
        _groups[group] = (sums.Rows + share, sums.Quality + (share * quality), sums.Cost + (share * cost));
    }

    public RouterResult Result(string name, string note, bool chosen)
    {
        double count = rows.Rows.Length;
        var groups = _groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(
            pair => pair.Key.Length > 0 ? pair.Key : "(none)",
            pair => new GroupResult((int)Math.Round(pair.Value.Rows), pair.Value.Quality / pair.Value.Rows, pair.Value.Cost / pair.Value.Rows));
        return new RouterResult
        {
            Name = name,
            Note = note,
            Chosen = chosen,
            Quality = _quality / count,
            QualityOverGroups = groups.Values.Average(group => group.Quality),
            Cost = _cost / count,
            Share = Enumerable.Range(0, rows.Models).ToDictionary(m => rows.Matrix.Models[m], m => _share[m] / count),
            RoutingAccuracy = _best / count,
            CheapestBestAccuracy = _cheapestBest / count,
            OracleGap = (_oracle - _quality) / count,
            Groups = groups,
        };
    }

    // The cheapest of the best.
    private int Best(int row)
    {
        var best = 0;
        for (var m = 1; m < rows.Models; m++)
        {
            var difference = rows.Quality(row, m) - rows.Quality(row, best);
            if (difference > 0 || (difference == 0 && rows.Cost(row, m) < rows.Cost(row, best)))
            {
                best = m;
            }
        }

        return best;
    }
}
