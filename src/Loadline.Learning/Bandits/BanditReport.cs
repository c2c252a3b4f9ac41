namespace Loadline.Learning.Bandits;

/// <summary>Shuffles of a table replayed to a bandit, each beside the best single model known afterwards.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Algorithm">The bandit's.</param>
/// <param name="CostWeight">How much quality one unit of cost is worth.</param>
/// <param name="Rounds">Rounds of each shuffle.</param>
/// <param name="From">The first round that is measured.</param>
/// <param name="Intents">Whether examples of the rows' groups, from rows that were not played, told what requests are about.</param>
/// <param name="Runs">The shuffles.</param>
public sealed record BanditReport(string Table, string Algorithm, double CostWeight, int Rounds, int From, bool Intents, IReadOnlyList<BanditRun> Runs)
{
    /// <summary>Gets in how many shuffles the bandit's mean utility over the measured rounds was above the best single model's.</summary>
    public int Above => Runs.Count(run => run.IsAbove);

    /// <summary>Gets the mean over shuffles of the bandit's utility.</summary>
    public double Utility => Runs.Average(run => run.Utility);

    /// <summary>Gets the mean over shuffles of the best single model's utility.</summary>
    public double BestFixedUtility => Runs.Average(run => run.BestFixedUtility);

    /// <summary>Gets the mean regret against that model, summed from the first round on, at a hundred points; below 0: the bandit is ahead.</summary>
    public IReadOnlyList<double> Regret => [.. Enumerable.Range(0, Runs.Min(run => run.Gain.Count)).Select(i => -Runs.Average(run => run.Gain[i]))];
}
