namespace Loadline.Core.Facts;

/// <summary>A place in the request body, in bytes from its start.</summary>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Gets the place right after the last byte.</summary>
    public int End => Start + Length;

    /// <summary>Gets a value indicating whether the place was not found in the body.</summary>
    public bool IsMissing => Length == 0;

    /// <summary>The bytes themselves; a range that is missing has none.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
