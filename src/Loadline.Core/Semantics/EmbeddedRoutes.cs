using Loadline.Core.Predictors;

namespace Loadline.Core.Semantics;

/// <summary>Routes by what an embedding model makes of their examples: the centroid of each, and how alike a request must be.</summary>
/// <remarks>
/// Similarity is the cosine. Where no threshold is written, the examples set it: the similarity that nine in ten of them reach with the centroid
/// of the others of their route, over all routes of three examples and more; with none of these, <see cref="DefaultThreshold"/>.
/// </remarks>
public sealed class EmbeddedRoutes
{
    /// <summary>The threshold where examples are too few to fit one.</summary>
    public const float DefaultThreshold = 0.5f;

    private const int LeastExamples = 3;

    private readonly float[][] _centroids;

    private EmbeddedRoutes(float[][] centroids, float threshold) => (_centroids, FittedThreshold) = (centroids, threshold);

    /// <summary>Gets the threshold that the examples set.</summary>
    public float FittedThreshold { get; }

    /// <summary>Gets the length of vectors.</summary>
    public int Dimensions => _centroids[0].Length;

    /// <summary>Makes routes of their examples' vectors, of length one each and all of as many numbers.</summary>
    public static EmbeddedRoutes Of(IReadOnlyList<IReadOnlyList<float[]>> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        var sums = examples.Select(Sum).ToArray();
        var alike = new List<float>();
        for (var route = 0; route < examples.Count; route++)
        {
            for (var i = 0; i < examples[route].Count && examples[route].Count >= LeastExamples; i++)
            {
                alike.Add(Dot(examples[route][i], Unit([.. sums[route].Zip(examples[route][i], (sum, own) => sum - own)])));
            }
        }

        alike.Sort();
        return new EmbeddedRoutes([.. sums.Select(sum => Unit(sum))], alike.Count == 0 ? DefaultThreshold : alike[alike.Count / 10]);
    }

    /// <summary>Finds the nearest route.</summary>
    /// <param name="vector">Of length one.</param>
    public SemanticMatch Find(float[] vector)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var (route, best, second) = (-1, float.NegativeInfinity, float.NegativeInfinity);
        for (var i = 0; i < _centroids.Length; i++)
        {
            var score = Dot(vector, _centroids[i]);
            (route, best, second) = score > best ? (i, score, best) : (route, best, Math.Max(second, score));
        }

        return new SemanticMatch(route, Math.Clamp(best, 0, 1), Math.Clamp(second, 0, 1));
    }

    private static float[] Sum(IReadOnlyList<float[]> vectors)
    {
        var sum = new float[vectors[0].Length];
        foreach (var vector in vectors)
        {
            Wide.AddScaled(sum, vector, 1);
        }

        return sum;
    }

    private static float[] Unit(float[] sum)
    {
        EmbeddingText.Normalise(sum);
        return sum;
    }

    private static float Dot(float[] a, float[] b) => Wide.Dot(a, b);
}
