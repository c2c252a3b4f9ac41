namespace Loadline.Dashboard.Models;

/// <summary>A stretch of time that pages look at, up to now, cut into spans.</summary>
/// <param name="Name">As the address has it.</param>
/// <param name="Title">As people read it.</param>
/// <param name="Length">How long; <see langword="null"/>: since the first request.</param>
/// <param name="Span">The length of one span; a multiple of the ledger's own sums, so that a span is read and not added up.</param>
public sealed record TimeRange(string Name, string Title, TimeSpan? Length, TimeSpan Span)
{
    public const string Automatic = "auto";

    private const int MostSpans = 40;

    public static IReadOnlyList<TimeRange> Named { get; } =
    [
        new("15m", "15 minutes", TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(1)),
        new("1h", "1 hour", TimeSpan.FromHours(1), TimeSpan.FromMinutes(3)),
        new("24h", "24 hours", TimeSpan.FromHours(24), TimeSpan.FromHours(1)),
        new("7d", "7 days", TimeSpan.FromDays(7), TimeSpan.FromHours(6)),
        new("30d", "30 days", TimeSpan.FromDays(30), TimeSpan.FromDays(1)),
        new("90d", "90 days", TimeSpan.FromDays(90), TimeSpan.FromDays(3)),
    ];

    /// <summary>Finds what an address asks for; else the shortest that reaches back to the first request.</summary>
    /// <param name="name">The name.</param>
    /// <param name="first">When the first request came; <see langword="null"/>: none has.</param>
    /// <param name="now">The time.</param>
    public static TimeRange Choose(string? name, DateTimeOffset? first, DateTimeOffset now)
    {
        if (Named.FirstOrDefault(range => range.Name == name) is { } named)
        {
            return named;
        }

        var age = now - (first ?? now);
        if (name != "all" && Named.FirstOrDefault(range => range.Length > age) is { } fitting)
        {
            return fitting;
        }

        var spans = Named.Select(range => range.Span).Append(TimeSpan.FromDays(7)).Append(TimeSpan.FromDays(30)).Append(TimeSpan.FromDays(365));
        return new TimeRange("all", "everything", null, spans.First(span => age / span <= MostSpans || span.TotalDays > 364));
    }

    /// <summary>Gets the spans that cover the range, oldest first; the last one is under way.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Spans(DateTimeOffset? first, DateTimeOffset now)
    {
        var from = Length is { } length ? now - length : first ?? now;
        var start = from.UtcTicks / Span.Ticks * Span.Ticks;
        var spans = new List<(DateTimeOffset, DateTimeOffset)>();
        for (var at = start; at <= now.UtcTicks; at += Span.Ticks)
        {
            spans.Add((new DateTimeOffset(at, TimeSpan.Zero), new DateTimeOffset(at + Span.Ticks, TimeSpan.Zero)));
        }

        return spans;
    }
}
