namespace Loadline.Wire.Conversion;

/// <summary>What happened to something that could not be carried as it was.</summary>
public enum LossKind : byte
{
    /// <summary>Left out.</summary>
    Dropped,

    /// <summary>Carried in a weaker form.</summary>
    Degraded,

    /// <summary>A number brought within the target's limits.</summary>
    Clamped,

    /// <summary>Something the target requires was added.</summary>
    Added,
}
