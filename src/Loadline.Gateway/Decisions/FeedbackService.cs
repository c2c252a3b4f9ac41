using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;

namespace Loadline.Gateway.Decisions;

/// <summary>Takes judgements: into the ledger, and to the policy that decided.</summary>
internal sealed class FeedbackService(DecisionQueries queries, LedgerWriter ledger, SnapshotHolder snapshots, TimeProvider time) : IDisposable
{
    // One at a time: what a source said before must not change between reading and replacing it.
    private readonly SemaphoreSlim _gate = new(1);

    public void Dispose() => _gate.Dispose();

    public async ValueTask<FeedbackOutcome> TakeAsync(string id, double quality, string source, string? comment, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await queries.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } decision)
            {
                return new FeedbackOutcome(FeedbackStatus.Unknown, false);
            }

            var store = ledger.Ledger.Feedback;
            var before = (await store.ForAsync(id, cancellationToken).ConfigureAwait(false)).FirstOrDefault(one => one.Source == source);
            if (before is not null && before.Quality == quality && before.Comment == comment)
            {
                return new FeedbackOutcome(FeedbackStatus.Unchanged, false);
            }

            await store.AddAsync(new FeedbackRecord(id, time.GetUtcNow(), quality, source) { Comment = comment }, cancellationToken).ConfigureAwait(false);
            return new FeedbackOutcome(before is null ? FeedbackStatus.Taken : FeedbackStatus.Replaced, Teach(decision, before?.Quality, quality));
        }
        catch (LedgerUnavailableException)
        {
            return new FeedbackOutcome(FeedbackStatus.Unavailable, false);
        }
        finally
        {
            _gate.Release();
        }
    }

    // The policy of today: where the config has changed since, it may be another one, or none that learns.
    private bool Teach(DecisionRecord decision, double? before, double quality)
    {
        var route = snapshots.Current.Find(decision.Route);
        var policy = decision.Rule is { } rule ? Array.Find(route?.Rules ?? [], one => one.Name == rule)?.Policy : route?.Policy;
        if (policy is not IFeedbackPolicy learner || before == quality)
        {
            return false;
        }

        learner.Judged(decision, before, quality);
        return true;
    }
}
