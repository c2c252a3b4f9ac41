using Loadline.Core.Predictors;
using Loadline.Core.Semantics;

namespace Loadline.Quality;

/// <summary>The predictor's own words and letter runs, hashed into a vector: what a semantic cache without an embedding model would compare.</summary>
internal static class HashedVectors
{
    private const int Dimensions = 1_024;

    public static Dictionary<string, float[]> Of(IEnumerable<string> texts)
    {
        var features = new FeatureVector();
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
        {
            SemanticIndex.Extract(text, features);
            float[] words = new float[Dimensions / 2], grams = new float[Dimensions / 2];
            Add(features.Words, words);
            Add(features.Grams, grams);
            float[] both = [.. words, .. grams];
            if (EmbeddingText.Normalise(both))
            {
                vectors[text] = both;
            }
        }

        return vectors;
    }

    private static void Add(ReadOnlySpan<int> buckets, float[] to)
    {
        foreach (var bucket in buckets)
        {
            var hash = unchecked((uint)bucket * 0x9E3779B1u);
            to[(hash >> 8) % to.Length] += (hash & 1) == 0 ? 1 : -1;
        }

        EmbeddingText.Normalise(to);
    }
}
