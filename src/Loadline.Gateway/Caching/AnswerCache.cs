using System.Diagnostics.CodeAnalysis;
using Loadline.Core.Caching;

namespace Loadline.Gateway.Caching;

/// <summary>A route's answers by what was asked, and the requests that now wait for one. Safe for any number of threads.</summary>
/// <remarks>
/// Of requests for the same at the same time one goes to the upstream (it leads); the others wait for its answer. Where it fails, the next
/// of them leads, so that a fault is not shared and an upstream in trouble sees one request at a time.
/// </remarks>
internal sealed class AnswerCache(CacheConfig config, TimeProvider time)
{
    // What an entry costs beside its bytes: key, nodes, headers.
    private const int EntryOverhead = 400;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byAge = new();
    private readonly Dictionary<UInt128, TaskCompletionSource<CachedAnswer?>> _flights = [];
    private long _bytes;

    /// <summary>Gets the settings it was made with.</summary>
    public CacheConfig Config => config;

    /// <summary>Gets the most bytes one answer may have: an eighth of the whole, so that none pushes everything else out.</summary>
    public int MostBytes => (int)Math.Min(config.MaxBytes / 8, int.MaxValue / 2);

    /// <summary>Gets the bytes held, overhead included.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Finds an answer, or who is about to get it.</summary>
    /// <param name="key">What is asked, and by whom.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="age">How old it is.</param>
    /// <param name="flight">Ends with the answer of the request under way, or with nothing where that failed.</param>
    /// <returns>Whether there is an answer. Where there is neither, the caller leads, and must <see cref="End"/>.</returns>
    public bool TryFind(UInt128 key, [NotNullWhen(true)] out CachedAnswer? answer, out TimeSpan age, out Task<CachedAnswer?>? flight)
    {
        lock (_gate)
        {
            (answer, age, flight) = (null, TimeSpan.Zero, null);
            if (_entries.TryGetValue(key, out var node))
            {
                age = time.GetElapsedTime(node.Value.MadeAt);
                if (age < config.Exact)
                {
                    _byAge.Remove(node);
                    _byAge.AddLast(node);
                    answer = node.Value.Answer;
                    return true;
                }

                Remove(node);
            }

            if (_flights.TryGetValue(key, out var under))
            {
                flight = under.Task;
                return false;
            }

            _flights[key] = new TaskCompletionSource<CachedAnswer?>(TaskCreationOptions.RunContinuationsAsynchronously);
            return false;
        }
    }

    /// <summary>Ends what a leading request began.</summary>
    /// <param name="key">What was asked.</param>
    /// <param name="answer">The whole answer; <see langword="null"/>: there is none that may be given again.</param>
    /// <param name="age">How old it is, where another replica made it.</param>
    public void End(UInt128 key, CachedAnswer? answer, TimeSpan age = default)
    {
        TaskCompletionSource<CachedAnswer?>? flight;
        lock (_gate)
        {
            _flights.Remove(key, out flight);
            if (answer is not null)
            {
                Add(key, answer, age);
            }
        }

        flight?.SetResult(answer);
    }

    private void Add(UInt128 key, CachedAnswer answer, TimeSpan age)
    {
        if (_entries.TryGetValue(key, out var old))
        {
            Remove(old);
        }

        var node = _byAge.AddLast(new Entry(key, answer, time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency)));
        _entries[key] = node;
        _bytes += Size(answer);
        while (_bytes > config.MaxBytes)
        {
            Remove(_byAge.First!);
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byAge.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= Size(node.Value.Answer);
    }

    private static long Size(CachedAnswer answer) => answer.Body.Length + EntryOverhead;

    private readonly record struct Entry(UInt128 Key, CachedAnswer Answer, long MadeAt);
}
