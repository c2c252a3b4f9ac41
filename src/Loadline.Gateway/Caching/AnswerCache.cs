using System.Diagnostics.CodeAnalysis;
using Loadline.Core.Caching;
using Loadline.Core.Policies;

namespace Loadline.Gateway.Caching;

/// <summary>A route's answers by what was asked, and the requests that now wait for one. Safe for any number of threads.</summary>
/// <remarks>
/// Of requests for the same at the same time one goes to the upstream (it leads); the others wait for its answer. Where it fails, the next
/// of them leads, so that a fault is not shared and an upstream in trouble sees one request at a time.
/// </remarks>
internal sealed class AnswerCache(CacheConfig config, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<CacheEntry>> _entries = [];
    private readonly Dictionary<UInt128, CacheEntry> _wordings = [];
    private readonly SimilarEntries _similar = new(config.Semantic?.Entries ?? 0);
    private readonly LinkedList<CacheEntry> _byAge = new();
    private readonly Dictionary<UInt128, TaskCompletionSource<CachedAnswer?>> _flights = [];
    private long _bytes;

    /// <summary>Gets the settings it was made with.</summary>
    public CacheConfig Config => config;

    /// <summary>Gets how questions are embedded; <see langword="null"/>: they are not.</summary>
    public EmbeddingQuery? Embeddings { get; } = config.Semantic is { } semantic ? new EmbeddingQuery(semantic.Embeddings, new EmbeddingState(), 0, AsksDimensions: false) : null;

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
                    Touch(node);
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

    /// <summary>Finds an answer to the same question in other wording.</summary>
    public CachedAnswer? FindByWording(UInt128 wording)
    {
        lock (_gate)
        {
            return _wordings.GetValueOrDefault(wording) is { } entry ? Give(entry, AnswerMatch.Wording, 1, config.Exact) : null;
        }
    }

    /// <summary>Finds an answer to the question that is most similar, where it is similar enough.</summary>
    public CachedAnswer? FindSimilar(UInt128 scope, float[] vector)
    {
        if (config.Semantic is not { } semantic)
        {
            return null;
        }

        CacheEntry[] entries;
        lock (_gate)
        {
            entries = _similar.In(scope);
        }

        var (nearest, similarity) = SimilarEntries.Nearest(entries, vector, OldestSimilar(semantic));
        if (nearest is null || similarity < semantic.Threshold)
        {
            return null;
        }

        lock (_gate)
        {
            return Give(nearest, AnswerMatch.Semantic, similarity, semantic.Keep ?? config.Exact);
        }
    }

    /// <summary>Ends what a leading request began.</summary>
    /// <param name="key">What was asked.</param>
    /// <param name="answer">The whole answer; <see langword="null"/>: there is none that may be given again.</param>
    /// <param name="age">How old it is, where another replica made it.</param>
    /// <param name="asked">What it may be found by beside the key.</param>
    public void End(UInt128 key, CachedAnswer? answer, TimeSpan age = default, AskedQuestion? asked = null)
    {
        TaskCompletionSource<CachedAnswer?>? flight;
        lock (_gate)
        {
            _flights.Remove(key, out flight);
            if (answer is not null)
            {
                Add(new CacheEntry(key, answer, asked, time.GetTimestamp() - (long)(age.TotalSeconds * time.TimestampFrequency)));
            }
        }

        flight?.SetResult(answer);
    }

    /// <summary>Ends what a leading request began with the answer to another question, which is kept under that alone: else answers would drift from question to question.</summary>
    public void Pass(UInt128 key, CachedAnswer answer)
    {
        TaskCompletionSource<CachedAnswer?>? flight;
        lock (_gate)
        {
            _flights.Remove(key, out flight);
        }

        flight?.SetResult(answer);
    }

    private CachedAnswer? Give(CacheEntry entry, string kind, float similarity, TimeSpan keep)
    {
        var age = time.GetElapsedTime(entry.MadeAt);
        if (age >= keep)
        {
            return null;
        }

        if (_entries.TryGetValue(entry.Key, out var node) && ReferenceEquals(node.Value, entry))
        {
            Touch(node);
        }

        return entry.Answer with { Match = new AnswerMatch(kind, similarity, age) };
    }

    // What was made then is over.
    private long OldestSimilar(SemanticCacheConfig semantic) =>
        time.GetTimestamp() - (long)((semantic.Keep ?? config.Exact).TotalSeconds * time.TimestampFrequency);

    private void Touch(LinkedListNode<CacheEntry> node)
    {
        _byAge.Remove(node);
        _byAge.AddLast(node);
    }

    private void Add(CacheEntry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var old))
        {
            Remove(old);
        }

        _entries[entry.Key] = _byAge.AddLast(entry);
        if (entry.Asked?.Wording is { } wording)
        {
            _wordings[wording] = entry;
        }

        if (config.Semantic is { } semantic)
        {
            _similar.Add(entry, OldestSimilar(semantic));
        }

        _bytes += entry.Bytes;
        while (_bytes > config.MaxBytes)
        {
            Remove(_byAge.First!);
        }
    }

    private void Remove(LinkedListNode<CacheEntry> node)
    {
        var entry = node.Value;
        _byAge.Remove(node);
        _entries.Remove(entry.Key);
        if (entry.Asked?.Wording is { } wording && ReferenceEquals(_wordings.GetValueOrDefault(wording), entry))
        {
            _wordings.Remove(wording);
        }

        _similar.Remove(entry);
        _bytes -= entry.Bytes;
    }
}
