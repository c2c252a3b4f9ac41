using System.Text.Json;
using Loadline.Core.Cascades;
using Loadline.Core.Checks;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A cascade as read.</summary>
internal sealed class CascadeDraft : Draft
{
    public const string Example = "{ kind: cascade, steps: [small, large], accept: { kind: stop } }";

    public static SectionShape<CascadeDraft> Shape { get; } = new(
        "a cascade",
        "`" + Example + "`",
        () => new CascadeDraft(),
        [
            new Key<CascadeDraft, string>("kind", new ChoiceShape<string>("a plan", [("cascade", "cascade")]), "Answers are checked before they are served.", (_, _, _) => { }),
            new Key<CascadeDraft, List<Located<string>>>(
                "steps",
                RouteDraft.Names,
                "The candidates in order; left out: those that the policy orders.",
                (draft, steps, _) => draft.Steps = steps),
            new Key<CascadeDraft, JsonElement>(
                "accept",
                CheckShape.Instance,
                "The check that an answer must pass; the last step's is served unchecked.",
                (draft, accept, _) => draft.Accept = accept) { Required = "accept: { kind: logprob, mean: -0.4 }" },
            new Key<CascadeDraft, double>(
                "max_cost_usd",
                new NumberShape("a cost above 0, up to 1m USD", "`0.05`", 1e-9, 1e6),
                "The most a request may spend on drafts and answer, in USD. Default: no cap.",
                (draft, cost, _) => draft.MaxCostUsd = cost),
            new Key<CascadeDraft, CascadeNext?>(
                "next",
                NextShape.Instance,
                "The next step is chosen anew after each rejection, by a trained policy's expected quality less lambda times cost. Default: in order.",
                (draft, next, _) => draft.Next = next),
            new Key<CascadeDraft, TimeSpan>(
                "keep_alive",
                new DurationShape(),
                "The longest silence towards the caller of a stream that is held back. Default: 10s.",
                (draft, time, _) => draft.KeepAlive = time),
        ]);

    public List<Located<string>> Steps { get; private set; } = [];

    public JsonElement? Accept { get; private set; }

    public double? MaxCostUsd { get; private set; }

    public CascadeNext? Next { get; private set; }

    public TimeSpan? KeepAlive { get; private set; }

    public static bool TryRead(ReadScope scope, ConfigNode node, out PlanDraft? plan)
    {
        plan = null;
        var before = scope.Errors.Count;
        Shape.TryRead(scope, node, out var draft);
        if (scope.Errors.Count > before || draft.Accept is not { } accept)
        {
            return false;
        }

        var config = new CascadeConfig
        {
            Candidates = [.. draft.Steps.Select(step => step.Value)],
            Accept = CheckReader.Read(accept, scope.Folder),
            AcceptSource = accept,
            MaxCostUsd = draft.MaxCostUsd,
            Next = draft.Next,
        };
        plan = new PlanDraft(draft.KeepAlive is { } time ? config with { KeepAlive = time } : config, draft.Steps);
        return true;
    }
}
