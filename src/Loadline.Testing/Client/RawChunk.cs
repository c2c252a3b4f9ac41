namespace Loadline.Testing;

/// <summary>A piece of a body: a chunk where the body is chunked, else what one read returned.</summary>
/// <param name="Bytes">Without the framing.</param>
/// <param name="ReceivedAt">When it was complete, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> tells it.</param>
public readonly record struct RawChunk(ReadOnlyMemory<byte> Bytes, long ReceivedAt);
