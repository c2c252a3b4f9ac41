namespace Loadline.Core.Facts;

/// <summary>A place in the request body, in bytes from its start.</summary>
public readonly record struct ByteRange(int Start, int Length)
{
    public int End => Start + Length;

    /// <summary>Gets a value indicating whether the place was not found in the body.</summary>
    public bool IsMissing => Length == 0;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> body) => body.Slice(Start, Length);
}
