namespace Loadline.Wire.Conversion;

/// <summary>One piece of a neutral message or reply.</summary>
public abstract record ChatPart
{
    /// <summary>Gets the cache mark set on this part (<c>5m</c>, <c>1h</c>); <see langword="null"/> where there is none.</summary>
    public string? CacheMark { get; init; }
}
