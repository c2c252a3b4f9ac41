using Loadline.Core.Predictors;

namespace Loadline.Core.Semantics;

/// <summary>The sparse matrix of a semantic index while it is built: which routes have a feature, and how much of it.</summary>
internal sealed class SemanticPostings
{
    private readonly List<Dictionary<short, float>> _columns = [];
    private readonly List<int> _documents = [];

    private SemanticPostings()
    {
        Array.Fill(ColumnOfBucket, -1);
    }

    /// <summary>Gets each bucket's column; -1: no example has it.</summary>
    public int[] ColumnOfBucket { get; } = new int[FeatureSchema.Buckets];

    /// <summary>Gets each column's inverse document frequency.</summary>
    public float[] Idf { get; private set; } = [];

    /// <summary>Gets the inverse document frequency of what no example has.</summary>
    public float Unseen { get; private set; }

    public static SemanticPostings Of(IReadOnlyList<IReadOnlyList<string>> examples, float wordShare)
    {
        var postings = new SemanticPostings();
        var vectors = examples.Select(texts => texts.Select(Extract).ToList()).ToList();
        foreach (var vector in vectors.SelectMany(route => route))
        {
            postings.Count(vector.Words);
            postings.Count(vector.Grams);
        }

        postings.Weigh(vectors.Sum(route => route.Count));
        for (var route = 0; route < vectors.Count; route++)
        {
            postings.Add((short)route, vectors[route], wordShare);
        }

        return postings;
    }

    /// <summary>Lays the matrix out by columns.</summary>
    public (int[] Starts, short[] Routes, float[] Weights) ToArrays()
    {
        var starts = new int[_columns.Count + 1];
        var routes = new List<short>();
        var weights = new List<float>();
        for (var column = 0; column < _columns.Count; column++)
        {
            foreach (var (route, weight) in _columns[column])
            {
                routes.Add(route);
                weights.Add(weight);
            }

            starts[column + 1] = routes.Count;
        }

        return (starts, [.. routes], [.. weights]);
    }

    private static (int[] Words, int[] Grams) Extract(string text)
    {
        var features = new FeatureVector();
        SemanticIndex.Extract(text, features);
        return (features.Words.ToArray(), features.Grams.ToArray());
    }

    private void Count(int[] buckets)
    {
        foreach (var bucket in buckets)
        {
            ref var column = ref ColumnOfBucket[bucket];
            if (column < 0)
            {
                column = _columns.Count;
                _columns.Add([]);
                _documents.Add(0);
            }

            _documents[column]++;
        }
    }

    private void Weigh(int documents)
    {
        Idf = [.. _documents.Select(count => MathF.Log((1f + documents) / (1f + count)) + 1)];
        Unseen = MathF.Log(1f + documents) + 1;
    }

    private void Add(short route, List<(int[] Words, int[] Grams)> vectors, float wordShare)
    {
        var centroid = new Dictionary<int, float>();
        foreach (var (words, grams) in vectors)
        {
            Add(centroid, words, 1f);
            Add(centroid, grams, 1f);
        }

        // Each block of the centroid has length one, so that either similarity is a cosine.
        var wordColumns = vectors.SelectMany(vector => vector.Words).Select(bucket => ColumnOfBucket[bucket]).ToHashSet();
        var wordNorm = Norm(centroid.Where(pair => wordColumns.Contains(pair.Key)));
        var gramNorm = Norm(centroid.Where(pair => !wordColumns.Contains(pair.Key)));
        foreach (var (column, weight) in centroid)
        {
            _columns[column][route] = weight / (wordColumns.Contains(column) ? wordNorm : gramNorm);
        }
    }

    private void Add(Dictionary<int, float> centroid, int[] buckets, float length)
    {
        var norm = MathF.Sqrt(buckets.Sum(bucket => Idf[ColumnOfBucket[bucket]] * Idf[ColumnOfBucket[bucket]]));
        foreach (var bucket in buckets)
        {
            var column = ColumnOfBucket[bucket];
            centroid[column] = centroid.GetValueOrDefault(column) + (length * Idf[column] / norm);
        }
    }

    private static float Norm(IEnumerable<KeyValuePair<int, float>> weights) => MathF.Sqrt(weights.Sum(pair => pair.Value * pair.Value));
}
