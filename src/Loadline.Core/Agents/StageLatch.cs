namespace Loadline.Core.Agents;

/// <summary>When trouble is called, and when it is over.</summary>
/// <param name="EscalateAfter">Failed results one after another that call it. Default: 2.</param>
/// <param name="ReleaseAfter">Good results one after another that end it. Default: 3.</param>
/// <param name="Repeats">How often the same call among the last eight calls it. Default: 3.</param>
public readonly record struct StageLatch(int EscalateAfter, int ReleaseAfter, int Repeats)
{
    /// <summary>Gets two failures call it, three good results end it, three times the same call is repeating.</summary>
    public static StageLatch Default { get; } = new(2, 3, 3);
}
