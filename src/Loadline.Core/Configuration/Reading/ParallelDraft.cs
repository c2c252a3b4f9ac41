using System.Text.Json;
using Loadline.Core.Cascades;
using Loadline.Core.Checks;
using Loadline.Core.Parallels;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A parallel plan as read.</summary>
internal sealed class ParallelDraft : Draft
{
    public const string Example = "{ kind: parallel, take: vote, candidates: [a, b, c] }";

    private static readonly ChoiceShape<ParallelTake> Takes = new(
        "which answer is served", [("race", ParallelTake.Race), ("vote", ParallelTake.Vote), ("best", ParallelTake.Best)]);

    public static SectionShape<ParallelDraft> Shape { get; } = new(
        "a parallel plan",
        "`" + Example + "`",
        () => new ParallelDraft(),
        [
            new Key<ParallelDraft, string>("kind", new ChoiceShape<string>("a plan", [("parallel", "parallel")]), "Several candidates are asked at once.", (_, _, _) => { }),
            new Key<ParallelDraft, ParallelTake>(
                "take",
                Takes,
                "race: the first good answer; vote: what most come to; best: the highest score of the check.",
                (draft, take, place) => draft.Take = new(take, place)) { Required = "take: race" },
            new Key<ParallelDraft, List<Located<string>>>(
                "candidates",
                RouteDraft.Names,
                "Who is asked; left out: those that the policy orders.",
                (draft, candidates, _) => draft.Candidates = candidates),
            new Key<ParallelDraft, JsonElement>(
                "check",
                CheckShape.Instance,
                "What a race's winner must pass, or what the best scores highest in.",
                (draft, check, place) => draft.Check = new(check, place)),
            new Key<ParallelDraft, double>(
                "most",
                new NumberShape("a number of candidates from 2 to 8", "`3`", 2, 8, whole: true),
                "The most candidates asked at once. Default: 3.",
                (draft, most, _) => draft.Most = (int)most),
            new Key<ParallelDraft, TimeSpan>(
                "deadline",
                new DurationShape(),
                "How long answers are waited for; then what has come is chosen from. Default: 30s.",
                (draft, time, _) => draft.Deadline = time),
            new Key<ParallelDraft, TimeSpan>(
                "keep_alive",
                new DurationShape(),
                "The longest silence towards the caller of a stream that is held back. Default: 10s.",
                (draft, time, _) => draft.KeepAlive = time),
        ]);

    public Located<ParallelTake>? Take { get; private set; }

    public List<Located<string>> Candidates { get; private set; } = [];

    public Located<JsonElement>? Check { get; private set; }

    public int? Most { get; private set; }

    public TimeSpan? Deadline { get; private set; }

    public TimeSpan? KeepAlive { get; private set; }

    public static bool TryRead(ReadScope scope, ConfigNode node, out PlanDraft? plan)
    {
        plan = null;
        var before = scope.Errors.Count;
        Shape.TryRead(scope, node, out var draft);
        if (scope.Errors.Count > before || draft.Take is not { } take)
        {
            return false;
        }

        if (take.Value == ParallelTake.Best && draft.Check is null)
        {
            scope.Error(take.Place, "the best cannot be found without a check that scores", "Add `check: { kind: predictor, file: auto.acceptance }`, or another.");
            return false;
        }

        if (take.Value == ParallelTake.Vote && draft.Check is { } unused)
        {
            scope.Error(unused.Place, "a vote looks at what answers come to, not at a check", "Take out `check`.");
            return false;
        }

        var check = draft.Check is { } written ? CheckReader.Read(written.Value, scope.Folder) : null;
        if (DraftChecks.All(check).OfType<AgreementCheck>().Any())
        {
            scope.Error(draft.Check!.Value.Place, "`agreement` compares a cascade's drafts; here nothing is compared with", "Write `take: vote`, or another check.");
            return false;
        }

        var config = new ParallelConfig
        {
            Candidates = [.. draft.Candidates.Select(one => one.Value)],
            Take = take.Value,
            Check = check,
            CheckSource = draft.Check?.Value,
        };
        config = config with
        {
            Most = draft.Most ?? config.Most,
            Deadline = draft.Deadline ?? config.Deadline,
            KeepAlive = draft.KeepAlive ?? config.KeepAlive,
        };
        plan = new PlanDraft(config, draft.Candidates);
        return true;
    }
}
