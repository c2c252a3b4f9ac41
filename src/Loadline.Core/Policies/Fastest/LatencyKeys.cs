using Loadline.Core.Configuration.Reading;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>The keys that say which latency a policy looks at.</summary>
internal abstract class LatencyKeys : Draft
{
    public LatencyView View { get; set; } = LatencyView.Default;

    public static Key<TDraft>[] For<TDraft>()
        where TDraft : LatencyKeys =>
    [
        new Key<TDraft, LatencyMeasure>(
            "measure",
            new ChoiceShape<LatencyMeasure>("a time of a call", LatencyView.Measures),
            "Which time counts: first_token or total. Default: first_token.",
            (draft, measure, _) => draft.View = draft.View with { Measure = measure }),
        new Key<TDraft, LatencyStatistic>(
            "statistic",
            new ChoiceShape<LatencyStatistic>("a figure of a spread of times", LatencyView.Statistics),
            "Which figure of it: mean (exponentially weighted), p50, p90 or p99. Default: mean.",
            (draft, statistic, _) => draft.View = draft.View with { Statistic = statistic }),
        new Key<TDraft, TimeSpan>(
            "forget",
            new DurationShape(),
            "How long a candidate's last sample counts; after that it is unknown again. Default: 10m.",
            (draft, forget, _) => draft.View = draft.View with { Forget = forget }),
    ];
}
