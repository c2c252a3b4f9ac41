namespace Loadline.Wire.Conversion;

/// <summary>An error in the form between the dialects.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Status">The HTTP status it has or would have.</param>
/// <param name="Message">What was said; never empty.</param>
public sealed record ChatError(ErrorKind Kind, int Status, string Message)
{
    /// <summary>Gets the upstream's own error type.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the upstream's own code.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the member at fault.</summary>
    public string? Param { get; init; }

    /// <summary>Gets a value indicating whether nobody reported it: the stream itself is broken.</summary>
    public bool IsBreak { get; init; }

    /// <summary>Gets the wait the error's body asks for (Gemini's <c>RetryInfo</c>); headers are the gateway's business.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
