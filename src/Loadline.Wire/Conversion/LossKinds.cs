namespace Loadline.Wire.Conversion;

/// <summary>The names of <see cref="LossKind"/>, as records and metrics have them.</summary>
public static class LossKinds
{
    // In the order of the enum.
    private static readonly string[] Names = ["dropped", "degraded", "clamped", "added"];

    /// <summary>The name in lower case.</summary>
    public static string Name(LossKind kind) => Names[(int)kind];
}
