namespace Loadline.Core.Limits;

/// <summary>The worst cases of requests that were turned away for want of a slice, until they are met or nobody asks any more. Not thread-safe: its meter locks.</summary>
internal sealed class LeaseShortage
{
    // Whoever was told to come again in a second has come by then, or does not want to.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(3);

    // A slice that died with its process is never given back, however often it is asked for.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _most;
    private long _least;
    private DateTimeOffset _noted;
    private DateTimeOffset _looked;
    private DateTimeOffset _called;
    private DateTimeOffset _released;

    /// <summary>Notes one.</summary>
    /// <returns>Whether the store should be asked at once: no request as large, or none as small, waits yet.</returns>
    public bool Note(long worst, DateTimeOffset now)
    {
        var isNews = worst > _most || worst < _least;
        (_least, _most, _noted) = (_most == 0 ? worst : Math.Min(_least, worst), Math.Max(_most, worst), now);
        return isNews;
    }

    /// <summary>Tells what is needed: the largest that can be had, or the largest of all where none can.</summary>
    /// <param name="covered">What is unused here and left at the store.</param>
    /// <param name="now">The time.</param>
    public long Needs(long covered, DateTimeOffset now)
    {
        _looked = now;
        if (_most > 0 && (now - _noted).Duration() > Forgotten)
        {
            Clear();
        }

        return _most > covered && _least <= covered ? _least : _most;
    }

    /// <summary>Notes that what was needed was had.</summary>
    public void Met(long needs)
    {
        if (_most <= needs)
        {
            Clear();
        }
        else
        {
            _least = needs >= _least ? _most : _least;
        }
    }

    /// <summary>Forgets them.</summary>
    public void Clear() => (_most, _least) = (0, 0);

    /// <summary>Says whether to give a rest back that is too small, and have it again only with what it lacks: at most once a second.</summary>
    public bool MayRelease(DateTimeOffset now) => May(ref _released, now);

    /// <summary>Says whether to ask the others to give back what they do not need: at most once a second.</summary>
    public bool MayCall() => May(ref _called, _looked);

    private static bool May(ref DateTimeOffset last, DateTimeOffset now)
    {
        var may = (now - last).Duration() >= Pause;
        last = may ? now : last;
        return may;
    }
}
