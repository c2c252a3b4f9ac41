namespace Loadline.Core.Policies;

/// <summary>How a bandit decides.</summary>
/// <param name="Algorithm">How it trades trying for using.</param>
/// <param name="Width">Standard errors added (LinUCB) or the scale of the posterior (Thompson).</param>
/// <param name="CostWeight">Quality that one USD is worth.</param>
/// <param name="Explore">The largest share of requests that may go elsewhere than to the best estimate.</param>
/// <param name="Floor">The share of the reference's estimated quality that a candidate's must reach; 0: none.</param>
/// <param name="First">The judgements that each candidate is tried for before its estimate is trusted; 0: none.</param>
public readonly record struct BanditSettings(BanditAlgorithm Algorithm, double Width, double CostWeight, double Explore, double Floor, int First)
{
    /// <summary>Gets linUCB of width 0.7, at most a tenth of requests explored, 50 judgements first.</summary>
    public static BanditSettings Default { get; } = new(BanditAlgorithm.LinUcb, 0.7, 1, 0.1, 0, 50);
}
