using Loadline.Core.Plans;

namespace Loadline.Gateway.Repeats;

/// <summary>Remembers answers by their callers' <c>Idempotency-Key</c>, so that a request sent twice is paid for once.</summary>
/// <remarks>
/// In this process's memory and bounded: the oldest answers make room for new ones, and an answer that is too large is not kept. Only whole
/// answers are: a failure may be mended by asking again. Safe for any number of threads.
/// </remarks>
internal sealed class RepeatStore(TimeProvider time)
{
    /// <summary>The most bytes of one answer that are kept.</summary>
    public const int MostBytesEach = 1024 * 1024;

    /// <summary>The most bytes of all answers together.</summary>
    public const long MostBytes = 64L * 1024 * 1024;

    /// <summary>The most answers.</summary>
    public const int MostAnswers = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, RepeatEntry> _entries = [];

    // By the time they ended, which with one length of keeping is the order in which they are forgotten.
    private readonly Queue<RepeatEntry> _answered = new();
    private long _bytes;

    /// <summary>Gets the bytes held now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Says what a request is, and remembers it where it is the first.</summary>
    /// <param name="id">Caller, address and key, hashed.</param>
    /// <param name="request">What is asked, hashed.</param>
    /// <param name="entry">The entry of the key.</param>
    public RepeatStatus Enter(string id, string request, out RepeatEntry entry)
    {
        lock (_lock)
        {
            var now = MonotonicClock.Now(time);
            Forget(now, 0);
            if (_entries.TryGetValue(id, out var known) && (known.Answer is null || known.Until > now))
            {
                entry = known;
                return known.Request != request ? RepeatStatus.Differs
                    : known.Answer is null ? RepeatStatus.UnderWay : RepeatStatus.Answered;
            }

            _entries[id] = entry = new RepeatEntry(id, request);
            return RepeatStatus.First;
        }
    }

    /// <summary>Ends a first request.</summary>
    /// <param name="entry">Its entry.</param>
    /// <param name="answer">What may be given again; <see langword="null"/>: nothing, and the next one with this key runs.</param>
    /// <param name="keep">How long it is kept.</param>
    public void End(RepeatEntry entry, KeptAnswer? answer, TimeSpan keep)
    {
        lock (_lock)
        {
            var now = MonotonicClock.Now(time);
            if (answer is null)
            {
                _entries.Remove(entry.Id);
            }
            else
            {
                entry.Bytes = answer.Body.Length;
                Forget(now, entry.Bytes);
                _bytes += entry.Bytes;
                _answered.Enqueue(entry);
            }

            entry.End(answer, now + keep);
        }
    }

    // What is over, and what has to make room.
    private void Forget(TimeSpan now, long room)
    {
        while (_answered.TryPeek(out var oldest) && (oldest.Until <= now || _bytes + room > MostBytes || _answered.Count >= MostAnswers))
        {
            _answered.Dequeue();
            _bytes -= oldest.Bytes;
            if (_entries.TryGetValue(oldest.Id, out var known) && ReferenceEquals(known, oldest))
            {
                _entries.Remove(oldest.Id);
            }
        }
    }
}
