namespace Loadline.Core.Decisions;

/// <summary>Whether a finished request's features are wanted.</summary>
public enum FeatureDemand
{
    /// <summary>At the rate that its route's config says.</summary>
    AsTheRouteSays,

    /// <summary>Its answer is graded, and a graded row is what training learns from: kept, unless the route keeps none at all.</summary>
    Graded,

    /// <summary>Nobody keeps them.</summary>
    None,
}
