namespace Loadline.Learning.Bandits;

/// <summary>One shuffle of a table, replayed.</summary>
/// <param name="Seed">Of the shuffle and of the bandit's own chance.</param>
/// <param name="Utility">The bandit's mean utility over the measured rounds.</param>
/// <param name="BestFixed">The name of the model with the highest mean utility over those rounds, known afterwards.</param>
/// <param name="BestFixedUtility">Its mean utility over those rounds.</param>
/// <param name="Tries">The share of all rounds that went elsewhere than to the best estimate.</param>
/// <param name="Gain">The bandit's utility less that model's, summed from the first round on, at a hundred points.</param>
public sealed record BanditRun(int Seed, double Utility, string BestFixed, double BestFixedUtility, double Tries, IReadOnlyList<double> Gain)
{
    /// <summary>Gets a value indicating whether the bandit did better than the best single model, chosen with hindsight.</summary>
    public bool IsAbove => Utility > BestFixedUtility;
}
