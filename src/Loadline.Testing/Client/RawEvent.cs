namespace Loadline.Testing;

/// <summary>A server-sent event.</summary>
/// <param name="Name">The <c>event</c> field; null where there is none.</param>
/// <param name="Data">The <c>data</c> fields, joined with line feeds.</param>
/// <param name="Comment">The comment lines; null where there are none.</param>
/// <param name="ReceivedAt">When its blank line was read, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> tells it.</param>
public sealed record RawEvent(string? Name, string Data, string? Comment, long ReceivedAt);
