using Loadline.Core.Rules;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary><c>policy: { kind: llm, model: router, choices: { small: "…", large: "…" } }</c>: a small model chooses.</summary>
/// <param name="Model">The model that is asked: one of the config's, in the pool or not.</param>
/// <param name="Choices">The candidates, each with what it is for.</param>
public sealed record LlmPolicyConfig(string Model, IReadOnlyList<KeyValuePair<string, string>> Choices) : PolicyConfig
{
    /// <summary>Gets how long an answer may take. Default: 2 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets how many prompts' answers are remembered; 0: none. Default: 10,000.</summary>
    public int Cache { get; init; } = 10_000;

    /// <summary>Gets the most that asking may cost a day (UTC), in USD; <see langword="null"/>: no limit.</summary>
    public decimal? DailyUsd { get; init; }

    /// <inheritdoc/>
    public override string Kind => LlmPolicy.ConfigName;

    /// <inheritdoc/>
    public override IEnumerable<string> Candidates => Choices.Select(choice => choice.Key);

    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates) => Create(candidates, new LlmState());

    // Other descriptions are other questions: what was said to the old ones is forgotten.
    /// <inheritdoc/>
    public override IRoutingPolicy Create(CandidateSet candidates, PolicyScope scope) =>
        Create(candidates, scope.States.Get(scope.Key + "/llm " + Describe(), () => new LlmState()));

    // How long it may take and what it may cost decide whether it is heard, so they are part of the route.
    /// <inheritdoc/>
    public override string Describe() => "{ kind: llm, model: " + Flow.Scalar(Model) + ", choices: { "
        + string.Join(", ", Choices.Select(choice => Flow.Scalar(choice.Key) + ": " + Flow.Scalar(choice.Value))) + " }, timeout: "
        + NumberText.Format(Timeout.TotalSeconds) + "s" + (DailyUsd is { } daily ? ", daily_usd: " + NumberText.Format((double)daily) : "") + " }";

    private LlmPolicy Create(CandidateSet candidates, LlmState state) =>
        new(this, [.. Choices.Select(choice => candidates.PoolIndexOf(choice.Key))], state);
}
