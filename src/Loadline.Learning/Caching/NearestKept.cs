namespace Loadline.Learning.Caching;

/// <summary>What a cache would have compared an asked question with at last.</summary>
/// <param name="Similarity">The similarity of the nearest kept question that may be compared; negative infinity where there is none.</param>
/// <param name="IsRight">Whether that one's answer serves.</param>
public readonly record struct NearestKept(float Similarity, bool IsRight)
{
    /// <summary>Nothing that may be compared.</summary>
    public static NearestKept None { get; } = new(float.NegativeInfinity, false);
}
