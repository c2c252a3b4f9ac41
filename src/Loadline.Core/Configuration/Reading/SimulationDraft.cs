namespace Loadline.Core.Configuration.Reading;

/// <summary>How a simulated model plays, as read.</summary>
internal sealed class SimulationDraft : Draft
{
    public static SectionShape<SimulationDraft> Shape { get; } = new(
        "a simulation",
        "`{ time_to_first_token: 200ms, tokens_per_second: 80, failure_rate: 2% }`",
        () => new SimulationDraft(),
        [
            new Key<SimulationDraft, TimeSpan>(
                "time_to_first_token",
                new DurationShape(mayBeZero: true),
                "The time to the first token. Default: none.",
                (draft, time, _) => draft.TimeToFirstToken = time),
            new Key<SimulationDraft, double>(
                "tokens_per_second",
                new NumberShape("a speed from 0 (at once) to 1m tokens per second", "`80`", 0, 1e6),
                "The generation speed. Default: 0, at once.",
                (draft, speed, _) => draft.TokensPerSecond = speed),
            new Key<SimulationDraft, double>(
                "failure_rate",
                new ShareShape(),
                "The share of calls answered with status 503. Default: 0.",
                (draft, rate, _) => draft.FailureRate = rate),
            new Key<SimulationDraft, double>(
                "speed",
                new NumberShape("a factor from 0.01 to 1m", "`10`", 0.01, 1e6),
                "How many times faster than life it plays, recorded times included. Default: 1.",
                (draft, speed, _) => draft.Speed = speed),
        ]);

    public TimeSpan TimeToFirstToken { get; set; }

    public double TokensPerSecond { get; set; }

    public double FailureRate { get; set; }

    public double Speed { get; set; } = 1;

    public SimulationConfig ToConfig() =>
        new() { TimeToFirstToken = TimeToFirstToken, TokensPerSecond = TokensPerSecond, FailureRate = FailureRate, Speed = Speed };
}
