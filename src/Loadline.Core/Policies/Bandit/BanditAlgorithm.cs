namespace Loadline.Core.Policies;

/// <summary>How a bandit trades trying for using.</summary>
public enum BanditAlgorithm : byte
{
    /// <summary>Takes the highest upper bound: estimate plus <c>width</c> standard errors (Li et al. 2010).</summary>
    LinUcb,

    /// <summary>Draws from each estimate's posterior and takes the highest draw (Agrawal and Goyal 2013).</summary>
    Thompson,
}
