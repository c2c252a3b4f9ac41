namespace Loadline.Wire.Sse;

/// <summary>One server-sent event, or a run of comment lines, in the reader's buffer.</summary>
/// <remarks>Valid until the reader's next call.</remarks>
public readonly ref struct SseEvent
{
    internal SseEvent(
        ReadOnlySpan<byte> raw, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, int dataLines, int dataOffset, bool isTerminated)
    {
        Raw = raw;
        Name = name;
        Data = data;
        DataLines = dataLines;
        DataOffset = dataOffset;
        IsTerminated = isTerminated;
    }

    /// <summary>Gets the bytes as they came in, the blank line that ends the event included.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    /// <summary>Gets the value of the last <c>event</c> field; empty where there is none.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>Gets the data; several <c>data</c> lines are joined by a line feed.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Gets the number of <c>data</c> lines; 0 for comments and other events that clients ignore.</summary>
    public int DataLines { get; }

    /// <summary>Gets where <see cref="Data"/> starts in <see cref="Raw"/>; -1 unless there is exactly one data line.</summary>
    public int DataOffset { get; }

    /// <summary>Gets a value indicating whether a blank line ended the event; not so for what the end of the stream cut off.</summary>
    public bool IsTerminated { get; }
}
