namespace Loadline.Core.Predictors;

/// <summary>Bounds that training and serving share.</summary>
internal static class PredictorLimits
{
    /// <summary>Scaled dense features are held within this many standard deviations: what training never saw must not run away.</summary>
    public const float MostDeviations = 3f;
}
