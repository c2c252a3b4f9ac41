namespace Loadline.Gateway.Replicas;

/// <summary>What replicas have from the store they share.</summary>
public enum SharedFeature
{
    /// <summary>Keys; while they cannot be read, those last read stay in force.</summary>
    Keys,

    /// <summary>Slices of budgets; while none can be had, what is left of the last ones is spent, and then requests are refused.</summary>
    Budgets,

    /// <summary>Hints and the list of replicas; while there are none, changes are found a second or two later.</summary>
    Hints,
}
