using Loadline.Core.Policies;

namespace Loadline.Learning.Bandits;

/// <summary>Replays an outcome table to a bandit that sees the outcome of the model it chose, and of no other.</summary>
public static class BanditReplay
{
    private const int Points = 100;

    /// <summary>Replays one shuffle.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="settings">The bandit.</param>
    /// <param name="rounds">Rounds to play; at most as many as there are rows.</param>
    /// <param name="from">The first round that is measured; everything before is learning.</param>
    /// <param name="seed">Of the shuffle and of the bandit's own chance.</param>
    /// <param name="reference">The model that a floor is measured by; <see langword="null"/>: none.</param>
    public static BanditRun Run(BanditRows rows, BanditSettings settings, int rounds, int from, int seed, string? reference = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rounds = Math.Min(rounds, rows.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, rounds);
        var random = new Random(seed);
        var order = Enumerable.Range(0, rows.Count).ToArray();
        random.Shuffle(order);
        var chosen = Play(rows, settings, order[..rounds], random, reference, out var tries);
        var best = Enumerable.Range(0, rows.Models.Count).MaxBy(model => Sum(rows, settings.CostWeight, order, from, rounds, _ => model));
        return new BanditRun(
            seed,
            Sum(rows, settings.CostWeight, order, from, rounds, round => chosen[round]) / (rounds - from),
            rows.Models[best],
            Sum(rows, settings.CostWeight, order, from, rounds, _ => best) / (rounds - from),
            (double)tries / rounds,
            Gains(rows, settings.CostWeight, order, chosen, best));
    }

    private static int[] Play(BanditRows rows, BanditSettings settings, int[] order, Random random, string? reference, out int tries)
    {
        var state = new BanditState();
        string[] names = [.. rows.Models];
        var eligible = new bool[names.Length];
        Array.Fill(eligible, true);
        var referenceIndex = Array.IndexOf(names, reference);
        var chosen = new int[order.Length];
        tries = 0;
        for (var round = 0; round < order.Length; round++)
        {
            var row = order[round];
            var choice = state.Choose(settings, names, eligible, referenceIndex, rows.Features[row], random);
            state.Learn(names[choice.Arm], rows.Features[row], rows.Quality[row][choice.Arm], rows.Cost[row][choice.Arm]);
            chosen[round] = choice.Arm;
            tries += choice.IsTry ? 1 : 0;
        }

        return chosen;
    }

    private static double Sum(BanditRows rows, double costWeight, int[] order, int from, int to, Func<int, int> model)
    {
        var sum = 0.0;
        for (var round = from; round < to; round++)
        {
            sum += Utility(rows, costWeight, order[round], model(round));
        }

        return sum;
    }

    private static double Utility(BanditRows rows, double costWeight, int row, int model) => rows.Quality[row][model] - (costWeight * rows.Cost[row][model]);

    private static List<double> Gains(BanditRows rows, double costWeight, int[] order, int[] chosen, int best)
    {
        var points = new List<double>(Points);
        var sum = 0.0;
        for (var round = 0; round < chosen.Length; round++)
        {
            sum += Utility(rows, costWeight, order[round], chosen[round]) - Utility(rows, costWeight, order[round], best);
            if ((round + 1) % Math.Max(1, chosen.Length / Points) == 0)
            {
                points.Add(sum);
            }
        }

        return points;
    }
}
