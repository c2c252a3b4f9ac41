using Loadline.Core.Cascades;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Ledger;
using Loadline.Core.Limits;
using Loadline.Core.Plans;
using Loadline.Core.Quality;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Signals;
using Loadline.Core.Watching;
using Loadline.Gateway.Access;
using Loadline.Gateway.Telemetry;
using Loadline.Wire.Conversion;
using Loadline.Wire.Drafts;

namespace Loadline.Gateway.Auditing;

/// <summary>Carries one audit out: asks who is missing, grades, keeps the record, feeds the watch.</summary>
internal sealed class Auditor(
    BackgroundCalls calls, AuditGrader grader, AuditMoney money, RouteKeeper keeper, LedgerWriter ledger, UsageControl usage, PlanExecutor executor,
    GatewayMetrics metrics, TimeProvider time)
{
    private const string Unwatched = "unwatched";

    /// <summary>Does it; gives up where a call fails, a grade is missing or the money is spent.</summary>
    /// <returns>What became of it, for metrics: <c>done</c>, or why not.</returns>
    public async ValueTask<string> RunAsync(AuditJob job, CancellationToken cancellationToken)
    {
        var audit = job.Route.Audit!;
        var context = new RoutingContext();
        var choices = Decide(job, context);
        if (choices is null)
        {
            return "unreadable";
        }

        var reference = job.Route.Reference!;
        var choice = ReferenceEquals(job.Served, reference) ? job.Choice : job.Served;
        List<CandidateSnapshot> asked = [.. choices.Append(reference).Append(choice).Concat(Everybody(job, context)).Distinct()];
        if (asked.Exists(candidate => !job.Scope.AllowsModel(candidate.Name)))
        {
            return "not_allowed";
        }

        var reserve = asked.Sum(candidate => (decimal)(candidate.Price?.Estimate(job.InputTokens, job.OutputTokens) ?? 0));
        if (!await money.TryReserveAsync(job.Route.Name, reserve, audit.DailyUsd, cancellationToken).ConfigureAwait(false))
        {
            await keeper.NoteAsync(
                job.Route.Name, Unwatched, "daily_usd", RouteEventKinds.Unwatched, $"the day's {audit.DailyUsd} USD for audits are spent", cancellationToken).ConfigureAwait(false);
            return "over_daily_usd";
        }

        var ticket = new UsageTicket();
        var spent = 0m;
        try
        {
            var (_, _, meter) = usage.Find(null, job.Route, job.Snapshot, executor.Now, time.GetUtcNow());
            if (!ticket.TryEnter([meter], new UsageDemand(0, NanoUsd.FromUsd(reserve)), executor.Now, time.GetUtcNow(), out _))
            {
                return "over_route_budget";
            }

            await keeper.NoteAsync(job.Route.Name, Unwatched, null, RouteEventKinds.WatchedAgain, "audits go on", cancellationToken).ConfigureAwait(false);
            var (answers, cost) = await AskAsync(job, context, asked, cancellationToken).ConfigureAwait(false);
            spent = cost;
            if (answers is null)
            {
                return "incomplete";
            }

            double? trust = audit.Labels > 0 ? await keeper.JudgeWeightAsync(job.Route.Name, cancellationToken).ConfigureAwait(false) : null;
            var record = Record(job, context, choices, choice, answers, cost);
            record = record with { Details = record.Details with { JudgeWeight = trust } };
            await ledger.Ledger.Audits.AddAsync(record, cancellationToken).ConfigureAwait(false);
            await keeper.AuditedAsync(record, cancellationToken).ConfigureAwait(false);
            return "done";
        }
        finally
        {
            ticket.Leave(new UsageDemand(0, NanoUsd.FromUsd(spent)), time.GetUtcNow());
            money.Settle(job.Route.Name, reserve, spent);
            metrics.AuditCost(job.Route.Name, (double)spent);
        }
    }

    // What each proven setting would have chosen; the request is read anew, for its memory has been given back.
    private List<CandidateSnapshot>? Decide(AuditJob job, RoutingContext context)
    {
        context.Facts.Reset(job.Body);
        if (!Dialects.Scan(job.Target.Dialect, context.Facts, job.Target.Model, job.Target.IsStream).Ok)
        {
            return null;
        }

        var choices = new List<CandidateSnapshot>();
        foreach (var setting in job.Route.Settings.Append(job.Route))
        {
            // The same chance for every setting, so that neighbours differ only where the setting does.
            context.Begin(job.Snapshot, new Random(Core.Balancing.AffinityKey.Hash(job.Id).GetHashCode()), executor.Now);
            context.Scope = job.Scope;
            Router.Decide(context, setting);
            if (!ReferenceEquals(setting, job.Route))
            {
                choices.Add(context.Choice >= 0 ? context.Candidates.All[context.Choice] : job.Route.Reference!);
            }
        }

        return choices;
    }

    private static IEnumerable<CandidateSnapshot> Everybody(AuditJob job, RoutingContext context)
    {
        for (var i = 0; job.Draw == AuditDraw.All && i < context.Candidates.PoolCount; i++)
        {
            if (context.Evaluations[i].IsEligible && (job.Residency is not { } place || context.Candidates.All[i].HasDeploymentIn(place)))
            {
                yield return context.Candidates.All[i];
            }
        }
    }

    private async ValueTask<(Dictionary<string, Graded>? Answers, decimal CostUsd)> AskAsync(
        AuditJob job, RoutingContext context, List<CandidateSnapshot> asked, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, Graded>(StringComparer.Ordinal);
        var cost = 0m;
        foreach (var candidate in asked)
        {
            var reply = ReferenceEquals(candidate, job.Served) ? Served(job)
                : await calls.AskAsync(context, candidate, job.Residency, job.Target, job.Body, job.Row, cancellationToken).ConfigureAwait(false);
            cost += ReferenceEquals(candidate, job.Served) ? 0 : reply?.CostUsd ?? 0;

            // Tool calls alone are no text that could be graded.
            if (string.IsNullOrEmpty(reply?.Text))
            {
                return (null, cost);
            }

            await NameAsync(job.Route.Name, candidate.Name, reply, cancellationToken).ConfigureAwait(false);
            var (grade, paid) = await grader.GradeAsync(job.Route.Audit!, context, job.Residency, candidate.Name, reply.Text, reply.StopReason, cancellationToken).ConfigureAwait(false);
            cost += paid;
            if (grade is not { } known)
            {
                return (null, cost);
            }

            answers[candidate.Name] = new Graded(known, reply.Text, reply.CostUsd);
        }

        return (answers, cost);
    }

    // An alias that points to another model than before, or costs otherwise than the config says, is another candidate in all but name.
    private async ValueTask NameAsync(string route, string candidate, BackgroundReply reply, CancellationToken cancellationToken)
    {
        if (reply.Model.Length > 0)
        {
            await keeper.MovedAsync(route, $"alias:{candidate}@{reply.Deployment}", reply.Model, $"{candidate} at {reply.Deployment}", cancellationToken).ConfigureAwait(false);
        }

        if (reply is { CostUsd: { } charged, ListUsd: { } list } && list > 0 && Math.Abs((charged / list) - 1) > 0.02m)
        {
            await keeper.NoteAsync(
                route, $"price:{candidate}@{reply.Deployment}", "differs", RouteEventKinds.AliasMoved,
                $"{candidate} at {reply.Deployment} charged {charged} USD for what costs {list} USD by the config's price", cancellationToken).ConfigureAwait(false);
        }
    }

    private static BackgroundReply Served(AuditJob job)
    {
        var draft = new DraftAnswer();
        if (!job.IsStream)
        {
            DraftReader.ReadWhole(job.AnswerDialect, job.Answer, draft, DraftNeeds.Text);
        }
        else
        {
            using var reader = new DraftReader(job.AnswerDialect, draft, DraftNeeds.Text);
            reader.Push(job.Answer);
        }

        return new BackgroundReply(draft.Text, draft.StopReason, job.CostUsd, "", "", null, null);
    }

    private AuditRecord Record(
        AuditJob job, RoutingContext context, List<CandidateSnapshot> choices, CandidateSnapshot choice, Dictionary<string, Graded> answers, decimal cost)
    {
        var reference = job.Route.Reference!;
        var (chosen, best) = (answers[choice.Name], answers[reference.Name]);
        var kind = !ReferenceEquals(job.Served, reference) ? AuditKind.Served : ReferenceEquals(choice, reference) ? AuditKind.Graded : AuditKind.Reverse;
        var audit = job.Route.Audit!;
        var other = kind == AuditKind.Reverse ? chosen.Text : best.Text;
        return new AuditRecord(
            job.Id, time.GetUtcNow(), job.Route.Name, choice.Name, reference.Name, chosen.Quality, best.Quality, job.Rate, AuditGrader.Name(audit), cost)
        {
            Kind = kind,
            LabelRate = job.IsForLabel ? audit.Labels : 0,
            WantsLabel = job.IsForLabel || Math.Abs(chosen.Quality - best.Quality) >= QualityLine.LossFrom,
            OtherAnswer = job.Snapshot.Config.Storage.Content && kind != AuditKind.Graded ? System.Text.Encoding.UTF8.GetBytes(other) : default,
            Details = new AuditDetails
            {
                RouteDigest = job.Route.Digest,
                Certificate = job.Route.Serving.CertificateName,
                StepsBack = job.Route.Serving.StepsBack,
                Session = job.Session,
                StepQualities = [.. choices.Select(one => answers[one.Name].Quality)],
                Answers = job.Draw == AuditDraw.All ? [.. answers.Select(pair => new AuditAnswer(pair.Key, pair.Value.Quality, pair.Value.CostUsd))] : [],
                ServedCostUsd = chosen.CostUsd,
                ReferenceCostUsd = best.CostUsd,
                IsServed = kind != AuditKind.Reverse,
                Novelty = context.Novelty,
                Segments = RequestSegments.WithLength(context.Signals),
                Weight = audit.Strata.Count == 0 ? null : audit.LeastRate / job.Rate,
            },
        };
    }

    private readonly record struct Graded(double Quality, string Text, decimal? CostUsd);
}
