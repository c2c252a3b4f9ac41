using Loadline.Core.Configuration.Reading;

namespace Loadline.Core.Policies;

/// <summary>How <see cref="LlmPolicyConfig"/> is written.</summary>
internal sealed class LlmPolicyKind() : PolicyKindOf<LlmPolicyKind.Keys>(
    LlmPolicy.ConfigName,
    "A small model chooses by the candidates' descriptions; abstains without a good answer in time.",
    "{ kind: llm, model: small, choices: { small: \"everyday questions\", large: \"proofs and code\" } }",
    new Key<Keys, string>(
        "model",
        WordShape.Candidate,
        "The model that is asked: one of `models`, in the pool or not.",
        (draft, model, place) => draft.Model = new(model, place))
    { Required = "model: small" },
    new Key<Keys, List<NamedEntry<string>>>(
        "choices",
        new EntriesShape<string>(
            WordShape.Candidate,
            new WordShape("a description of at most 1000 characters", "`\"everyday questions\"`", @"\s*\S[\s\S]{0,999}"),
            "candidates with descriptions",
            "`{ small: \"everyday questions\", large: \"proofs and code\" }`"),
        "The candidates, each with what it is for, as the model is told.",
        (draft, choices, _) => draft.Choices = choices)
    { Required = "choices: { small: \"everyday questions\", large: \"proofs and code\" }" },
    new Key<Keys, TimeSpan>(
        "timeout",
        new DurationShape(),
        "How long an answer may take. Default: 2s.",
        (draft, timeout, _) => draft.Timeout = timeout),
    new Key<Keys, double>(
        "cache",
        new NumberShape("a number of prompts from 0 to 1m", "`10k`", 0, 1e6, whole: true),
        "How many prompts' answers are remembered; 0: none. Default: 10k.",
        (draft, cache, _) => draft.Cache = (int)cache),
    new Key<Keys, double>(
        "daily_usd",
        new NumberShape("a cost from 0 to 1m USD", "`5`", 0, 1e6),
        "The most that asking may cost a day (UTC), in USD. Default: no limit.",
        (draft, usd, _) => draft.DailyUsd = (decimal)usd))
{
    protected override PolicyDraft? Finish(ReadScope scope, ConfigNode mapping, Keys draft)
    {
        var config = new LlmPolicyConfig(draft.Model.Value, [.. draft.Choices.Select(choice => KeyValuePair.Create(choice.Name, choice.Value))])
        {
            Timeout = draft.Timeout ?? TimeSpan.FromSeconds(2),
            Cache = draft.Cache ?? 10_000,
            DailyUsd = draft.DailyUsd,
        };
        return new PolicyDraft(config, [.. draft.Choices.Select(choice => new Located<string>(choice.Name, choice.Place))]) { Models = [draft.Model] };
    }

    internal sealed class Keys : Draft
    {
        public Located<string> Model { get; set; }

        public List<NamedEntry<string>> Choices { get; set; } = [];

        public TimeSpan? Timeout { get; set; }

        public int? Cache { get; set; }

        public decimal? DailyUsd { get; set; }
    }
}
