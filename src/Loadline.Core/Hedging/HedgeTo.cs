namespace Loadline.Core.Hedging;

/// <summary>Who a second attempt may go to.</summary>
public enum HedgeTo : byte
{
    /// <summary>Another deployment of the same model: the answer stays the model's own.</summary>
    Deployments,

    /// <summary>Where the model has no other deployment, a candidate that is expected to answer no worse, or the reference.</summary>
    Candidates,
}
