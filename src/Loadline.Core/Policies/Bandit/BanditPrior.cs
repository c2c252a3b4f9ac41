namespace Loadline.Core.Policies;

/// <summary>What a bandit believes before anything was judged, as ridges: so many requests' worth of "it makes no difference".</summary>
/// <remarks>
/// How hard requests are differs by kind, and how good candidates are differs overall; what sets candidates apart by kind of request is small
/// beside the noise of single outcomes, and a feature that only seems to matter costs more than one that is learned late.
/// </remarks>
internal static class BanditPrior
{
    private const double ArmLevel = 1;
    private const double ArmFeature = 100;
    private const double SharedLevel = 1;
    private const double SharedFeature = 30;

    /// <summary>The ridge on how a candidate differs from the others by a feature; the first feature is always 1.</summary>
    public static double OfArm(int feature) => feature == 0 ? ArmLevel : ArmFeature;

    /// <summary>The ridge on what a feature means for all of them.</summary>
    public static double OfShared(int feature) => feature == 0 ? SharedLevel : SharedFeature;
}
