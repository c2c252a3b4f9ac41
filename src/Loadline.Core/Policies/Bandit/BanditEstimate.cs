namespace Loadline.Core.Policies;

/// <summary>What is thought of one arm for one request.</summary>
/// <param name="Quality">Estimated quality.</param>
/// <param name="Value">Estimated quality less the worth of estimated cost.</param>
/// <param name="Error">The width of that, in quality.</param>
/// <param name="IsOpen">Whether it may be chosen at all.</param>
internal record struct BanditEstimate(double Quality, double Value, double Error, bool IsOpen)
{
    /// <summary>Gets or sets how often it was judged.</summary>
    public long Count { get; set; }

    /// <summary>Gets or sets a value indicating whether its estimate is too low to be used, though it may be tried.</summary>
    public bool IsBelowFloor { get; set; }
}
