namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's timeouts as read.</summary>
internal sealed class TimeoutsDraft : Draft
{
    public static SectionShape<TimeoutsDraft> Shape { get; } = new(
        "timeouts",
        "`{ connect: 3s, first_token: 20s, between_tokens: 10s, total: 5m }`",
        () => new TimeoutsDraft(),
        [
            Make("connect", "The time to connect. Default: 3s.", (timeouts, time) => timeouts with { Connect = time }),
            Make(
                "first_token",
                "From sending to the first content of a stream. Default: 60s.",
                (timeouts, time) => timeouts with { FirstToken = time }),
            Make(
                "between_tokens",
                "The silence allowed inside a stream. Default: 60s.",
                (timeouts, time) => timeouts with { BetweenTokens = time }),
            Make(
                "whole",
                "From sending to the last byte of a reply that is not streamed. Default: 5m.",
                (timeouts, time) => timeouts with { Whole = time }),
            Make("total", "The whole request, over all attempts. Default: 10m.", (timeouts, time) => timeouts with { Total = time }),
        ]);

    public RouteTimeouts Timeouts { get; set; } = new();

    private static Key<TimeoutsDraft, TimeSpan> Make(string name, string summary, Func<RouteTimeouts, TimeSpan, RouteTimeouts> with) =>
        new(name, new DurationShape(), summary, (draft, time, _) => draft.Timeouts = with(draft.Timeouts, time));
}
