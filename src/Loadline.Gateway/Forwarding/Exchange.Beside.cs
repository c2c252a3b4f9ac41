using Loadline.Core.Cascades;
using Loadline.Core.Plans;

namespace Loadline.Gateway.Forwarding;

/// <content>Several calls open at once: each has an attempt of its own, and one of them is what the caller hears of.</content>
internal sealed partial class Exchange
{
    // Replaced as a whole when it grows: a shutdown walks it from another thread.
    private volatile Attempt[] _attemptsAtHand;
    private Attempt _attempt;

    // When the first of the calls now open was sent; 0 while none is.
    private long _waitingSince;

    /// <summary>Gets when the request as a whole must have ended.</summary>
    public TimeSpan Deadline => _deadline;

    /// <inheritdoc/>
    public IUpstreamAttempt Begin(DraftNeeds needs)
    {
        var free = Array.Find(_attemptsAtHand, attempt => attempt.IsFree);
        if (free is null)
        {
            free = new Attempt(this, _services);
            _attemptsAtHand = [.. _attemptsAtHand, free];
            if (_isShuttingDown)
            {
                free.Fire();
            }
        }

        free.IsFree = false;
        free.Needs(needs);
        _waitingSince = _waitingSince == 0 ? _services.Time.GetTimestamp() : _waitingSince;
        return free;
    }

    /// <summary>Notes that this attempt's answer is about to go to the caller.</summary>
    public ValueTask ServingAsync(Attempt attempt)
    {
        _attempt = attempt;
        EndWaiting(attempt.FirstTokenAt);
        return EndKeepAliveAsync();
    }

    /// <summary>Takes an ended attempt into the account; the last that failed by itself is what the caller hears of where none is served.</summary>
    public void Record(Attempt attempt, in AttemptResult result)
    {
        EndWaiting(_services.Time.GetTimestamp());
        if (!RoutingErrors.IsOurChoice(result.Error))
        {
            _attempt = attempt;
        }

        Note(attempt, result);
    }

    private void EndWaiting(long at)
    {
        if (_waitingSince != 0)
        {
            _waiting += at - _waitingSince;
            _waitingSince = 0;
        }
    }
}
