using System.Text;
using Loadline.Core.Predictors;

namespace Loadline.Core.Semantics;

/// <summary>Finds the route whose examples a request is most like, by the words and letters they share.</summary>
/// <remarks>
/// Vectors are the predictor's own features: words and pairs of words, and runs of three bytes, each weighted by how few examples have it (the
/// logarithm of the inverse document frequency). A route is its examples' centroid. The similarity is the cosine, words and letter runs weighed
/// against each other; a word that no example has counts against every route. Immutable and safe for any number of threads.
/// </remarks>
public sealed class SemanticIndex
{
    /// <summary>The most routes of one index.</summary>
    public const int MostRoutes = 512;

    // How much of the cosine the words have; the rest is the letter runs'. Chosen on CLINC150's validation split.
    private const float WordShare = 0.5f;

    private readonly int[] _columnOfBucket;
    private readonly float[] _idf;
    private readonly float _unseen;
    private readonly int[] _starts;
    private readonly short[] _routes;
    private readonly float[] _weights;

    private SemanticIndex(SemanticPostings postings, int routes)
    {
        (_columnOfBucket, _idf, _unseen) = (postings.ColumnOfBucket, postings.Idf, postings.Unseen);
        (_starts, _routes, _weights) = postings.ToArrays();
        Count = routes;
    }

    /// <summary>Gets the number of routes.</summary>
    public int Count { get; }

    /// <summary>Builds an index over routes with at least one example each.</summary>
    public static SemanticIndex Build(IReadOnlyList<IReadOnlyList<string>> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count is 0 or > MostRoutes || examples.Any(texts => texts.Count == 0))
        {
            throw new ArgumentException($"From 1 to {MostRoutes} routes with at least one example each are needed.", nameof(examples));
        }

        return new SemanticIndex(SemanticPostings.Of(examples, WordShare), examples.Count);
    }

    /// <summary>Extracts what <see cref="Find"/> looks at.</summary>
    public static void Extract(string text, FeatureVector into)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), into);
    }

    /// <summary>Finds the nearest route; allocates nothing.</summary>
    public SemanticMatch Find(FeatureVector features)
    {
        Span<float> scores = stackalloc float[MostRoutes];
        scores = scores[..Count];
        Score(features, scores);
        var (best, first, second) = (-1, 0f, 0f);
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > first)
            {
                (best, first, second) = (i, scores[i], first);
            }
            else if (scores[i] > second)
            {
                second = scores[i];
            }
        }

        return new SemanticMatch(best, first, second);
    }

    /// <summary>Computes the similarity to every route.</summary>
    /// <param name="features">The request.</param>
    /// <param name="scores">As many as there are routes; overwritten.</param>
    public void Score(FeatureVector features, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(features);
        scores.Clear();
        Add(features.Words, WordShare, scores);
        Add(features.Grams, 1 - WordShare, scores);
    }

    private void Add(ReadOnlySpan<int> buckets, float share, Span<float> scores)
    {
        var square = 0f;
        foreach (var bucket in buckets)
        {
            var idf = _columnOfBucket[bucket] is var column and >= 0 ? _idf[column] : _unseen;
            square += idf * idf;
        }

        if (square == 0)
        {
            return;
        }

        var scale = share / MathF.Sqrt(square);
        foreach (var bucket in buckets)
        {
            var column = _columnOfBucket[bucket];
            if (column < 0)
            {
                continue;
            }

            var weight = scale * _idf[column];
            for (var at = _starts[column]; at < _starts[column + 1]; at++)
            {
                scores[_routes[at]] += weight * _weights[at];
            }
        }
    }
}
