namespace Loadline.Core.Policies;

/// <summary>Where a predictive policy takes expected costs from.</summary>
public enum PredictiveCosts
{
    /// <summary>From the training rows: prices and lengths of their time.</summary>
    Trained,

    /// <summary>From the candidates' prices of today, the request's prompt tokens and each model's expected output length.</summary>
    Live,
}
