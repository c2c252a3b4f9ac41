namespace Loadline.Learning.Cascades;

/// <summary>Chooses the steps of a cascade and their thresholds from rows whose answers were judged by predictors that had not seen them.</summary>
/// <remarks>
/// Every pair of checked steps with every final one is tried, thresholds at quantiles of the probabilities; a third checked step is tried on
/// the best of these. An answer's quality counts as the mean of its grade and its probability: grades alone let luck choose among so many.
/// </remarks>
internal sealed class CascadeTuner
{
    private const int Thresholds = 16;
    private const int Beam = 400;

    private readonly int _models;
    private readonly int _rows;
    private readonly double[] _probability;
    private readonly double[] _quality;
    private readonly double[] _cost;
    private readonly double[][] _grid;

    /// <param name="models">The number of models.</param>
    /// <param name="probability">Row by row: how likely each model's answer is right.</param>
    /// <param name="quality">Parallel: how good it was.</param>
    /// <param name="cost">Parallel: what it cost.</param>
    public CascadeTuner(int models, double[] probability, double[] quality, double[] cost)
    {
        ArgumentNullException.ThrowIfNull(probability);
        (_models, _rows, _probability, _cost) = (models, probability.Length / models, probability, cost);
        _quality = [.. quality.Zip(probability, (grade, likely) => (grade + likely) / 2)];
        _grid = [.. Enumerable.Range(0, models).Select(Grid)];
    }

    /// <summary>Finds the cheapest cascade that reaches a mean quality; where none does, the best one.</summary>
    public CascadeChoice Cheapest(double target) => Choose(new Best(target, double.PositiveInfinity));

    /// <summary>Finds the best cascade that costs no more than this a row; where none does, the cheapest one.</summary>
    public CascadeChoice Within(double budget) => Choose(new Best(double.PositiveInfinity, budget));

    private CascadeChoice Choose(Best best)
    {
        var all = Enumerable.Range(0, _rows).ToArray();
        var prefixes = new List<Prefix> { new([], all, 0, 0) };
        Finish(prefixes[0], best);
        for (var level = 0; level < 3; level++)
        {
            var next = new List<Prefix>();
            foreach (var prefix in prefixes)
            {
                Extend(prefix, next, best);
            }

            prefixes = Keep(next);
        }

        return best.Choice;
    }

    private void Extend(Prefix prefix, List<Prefix> next, Best best)
    {
        for (var m = 0; m < _models; m++)
        {
            if (prefix.Steps.Any(step => step.Model == m))
            {
                continue;
            }

            foreach (var threshold in _grid[m])
            {
                var extended = Take(prefix, m, threshold);
                if (extended.Left.Length < prefix.Left.Length)
                {
                    Finish(extended, best);
                    next.Add(extended);
                }
            }
        }
    }

    private Prefix Take(Prefix prefix, int model, double threshold)
    {
        var left = new List<int>(prefix.Left.Length);
        var (quality, cost) = (prefix.Quality, prefix.Cost);
        foreach (var row in prefix.Left)
        {
            var at = (row * _models) + model;
            cost += _cost[at];
            if (_probability[at] >= threshold)
            {
                quality += _quality[at];
            }
            else
            {
                left.Add(row);
            }
        }

        return new Prefix([.. prefix.Steps, new CascadeStep(model, threshold)], [.. left], quality, cost);
    }

    private void Finish(Prefix prefix, Best best)
    {
        for (var m = 0; m < _models; m++)
        {
            if (prefix.Steps.Any(step => step.Model == m))
            {
                continue;
            }

            var (quality, cost) = (prefix.Quality, prefix.Cost);
            foreach (var row in prefix.Left)
            {
                quality += _quality[(row * _models) + m];
                cost += _cost[(row * _models) + m];
            }

            best.Offer(quality / _rows, cost / _rows, prefix.Steps, m);
            prefix.Promise = Math.Min(prefix.Promise, best.Score(quality / _rows, cost / _rows));
        }
    }

    private static List<Prefix> Keep(List<Prefix> prefixes) => prefixes.Count <= Beam ? prefixes : [.. prefixes.OrderBy(prefix => prefix.Promise).Take(Beam)];

    private double[] Grid(int model)
    {
        double[] sorted = [.. Enumerable.Range(0, _rows).Select(row => _probability[(row * _models) + model]).Order()];
        return [.. Enumerable.Range(0, Thresholds).Select(i => sorted[(int)((i + 0.5) / Thresholds * sorted.Length)]).Distinct()];
    }

    private sealed class Prefix(CascadeStep[] steps, int[] left, double quality, double cost)
    {
        public CascadeStep[] Steps => steps;

        public int[] Left => left;

        public double Quality => quality;

        public double Cost => cost;

        public double Promise { get; set; } = double.PositiveInfinity;
    }

    private sealed class Best(double target, double budget)
    {
        private double _score = double.PositiveInfinity;

        public CascadeChoice Choice { get; private set; } = new([], 0, 0);

        // What is missing to the target, or over the budget, counts before everything else.
        public double Score(double quality, double cost) => double.IsFinite(budget)
            ? (cost > budget ? 1e6 * (1 + cost - budget) : 1 - quality + (1e-6 * cost))
            : (quality < target ? 1e6 * (1 + target - quality) : 0) + cost;

        public void Offer(double quality, double cost, CascadeStep[] steps, int last)
        {
            var score = Score(quality, cost);
            if (score < _score)
            {
                _score = score;
                Choice = new CascadeChoice([.. steps, new CascadeStep(last, 0)], quality, cost);
            }
        }
    }
}
