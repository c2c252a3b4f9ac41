namespace Loadline.Core.Configuration.Reading;

/// <summary>A route's audits as read.</summary>
internal sealed class AuditDraft : Draft
{
    public static SectionShape<AuditDraft> Shape { get; } = new(
        "audits",
        "`{ rate: 2%, judge: large, daily_usd: 5 }`",
        () => new AuditDraft(),
        [
            new Key<AuditDraft, double>(
                "rate",
                new ShareShape(),
                "The probability with which a request is audited: answered again in the background, and graded. Default: 2%.",
                (draft, rate, place) => (draft.Config, draft.Rate) = (draft.Config with { Rate = rate }, place)),
            new Key<AuditDraft, double>(
                "all",
                new ShareShape(),
                "The probability with which every candidate is asked, which tells how often routing chose as the judge would have. Default: 0.",
                (draft, all, place) => (draft.Config, draft.All) = (draft.Config with { All = all }, place)),
            new Key<AuditDraft, double>(
                "labels",
                new ShareShape(),
                "The probability with which an audit is drawn for a person's label, which corrects the judge's errors. Default: 0.",
                (draft, labels, _) => draft.Config = draft.Config with { Labels = labels }),
            new Key<AuditDraft, List<StratumDraft>>(
                "strata",
                new ListShape<StratumDraft>(StratumDraft.Shape, "`[{ when: { task: math }, rate: 10% }]`"),
                "Requests that are audited at a rate of their own, above or below `rate`. Default: none.",
                (draft, strata, _) => draft.Take(strata)),
            new Key<AuditDraft, double>(
                "judge_error",
                new ShareShape(),
                "The share of drawn labels that may contradict the judge before an event says that it errs. Default: 10%.",
                (draft, error, place) => (draft.Config, draft.JudgeError) = (draft.Config with { JudgeError = error }, place)),
            new Key<AuditDraft, string>(
                "grader",
                new WordShape("a grader of this file", "`numbers`", "[A-Za-z0-9._-]{1,64}"),
                "The grader that grades answers: one of this file's `graders` that is a check or a judge.",
                (draft, name, place) => (draft.Config, draft.Grader) = (draft.Config with { Grader = name }, new(name, place))),
            new Key<AuditDraft, string>(
                "judge",
                WordShape.Candidate,
                "Instead of a grader: the model that grades answers; not one that the route may serve by.",
                (draft, name, place) => (draft.Config, draft.Judge) = (draft.Config with { Judge = name }, new(name, place))),
            new Key<AuditDraft, string>(
                "rubric",
                new WordShape("text of at most 2,000 characters", "`\"Prefer answers that cite the manual.\"`", "(?s).{1,2000}"),
                "What the judge is to look at, beside being right and useful.",
                (draft, rubric, _) => draft.Config = draft.Config with { Rubric = rubric }),
            new Key<AuditDraft, double>(
                "daily_usd",
                new NumberShape("an amount above 0", "`5`", 1e-6, 1e9),
                "The most that audits may cost in a day (UTC); what comes after is reported as unwatched. Default: no limit.",
                (draft, usd, _) => draft.Config = draft.Config with { DailyUsd = (decimal)usd }),
        ]);

    public AuditConfig Config { get; private set; } = new();

    public Place? Rate { get; private set; }

    public Place? All { get; private set; }

    public Place? JudgeError { get; private set; }

    public IReadOnlyList<StratumDraft> Strata { get; private set; } = [];

    public Located<string>? Grader { get; private set; }

    public Located<string>? Judge { get; private set; }

    private void Take(List<StratumDraft> strata)
    {
        Strata = strata;
        Config = Config with { Strata = [.. strata.Where(one => one.When is not null).Select(one => new AuditStratum(one.When!, one.Rate))] };
    }
}
