namespace Loadline.Core.Predictors;

/// <summary>What tells texts unlike the training rows: how many of their words and letters are unknown, and how far their shape lies from every task's.</summary>
/// <remarks>
/// Shapes are rotated and scaled so that rows of one task spread alike in all directions, as for Mahalanobis' distance; the distance is the sum
/// of what they are off in each direction, to the nearest task's centre. A sum and not a length: a row that is far off in one direction alone
/// is an odd row of its kind, one that is off in many is of another kind. Each measure is taken in standard deviations above its mean on
/// training rows; novelty is the length of all three, of which the shape counts twice.
/// </remarks>
public sealed class NoveltyWeights
{
    private const float ShapeWeight = 2;

    // What lies further out in one dense feature tells nothing more, and squares of it would drown the others.
    internal const float MostDeviations = 20f;

    /// <summary>Gets the one that looks at words only; its novelty is the share of unknown ones.</summary>
    public static NoveltyWeights WordsOnly { get; } = new() { Shapes = 0, Whitening = [], Centres = [], WordMean = 0, WordScale = 1, GramMean = 0, GramScale = 0, ShapeMean = 0, ShapeScale = 0 };

    /// <summary>Gets how many of the scaled dense features are looked at: the first of those kept.</summary>
    public required int Shapes { get; init; }

    /// <summary>Gets the matrix that makes spreads alike, column by column: shapes × shapes.</summary>
    public required float[] Whitening { get; init; }

    /// <summary>Gets the tasks' centres after that: tasks (one, where there are none) × shapes.</summary>
    public required float[] Centres { get; init; }

    /// <summary>Gets the mean share of unknown words.</summary>
    public required float WordMean { get; init; }

    /// <summary>Gets one over the standard deviation of the share of unknown words.</summary>
    public required float WordScale { get; init; }

    /// <summary>Gets the mean share of unknown character n-grams.</summary>
    public required float GramMean { get; init; }

    /// <summary>Gets one over the standard deviation of the share of unknown character n-grams.</summary>
    public required float GramScale { get; init; }

    /// <summary>Gets the mean distance of shapes.</summary>
    public required float ShapeMean { get; init; }

    /// <summary>Gets one over the standard deviation of the distance of shapes.</summary>
    public required float ShapeScale { get; init; }

    /// <summary>The novelty of a text.</summary>
    /// <param name="unknown">The share of its words that no training row had, in [0,1].</param>
    /// <param name="unknownGrams">The share of its character n-grams that no training row had, in [0,1].</param>
    /// <param name="scaled">Its scaled dense features, not held within bounds.</param>
    /// <param name="work">Room for <see cref="Shapes"/> numbers.</param>
    public float Of(float unknown, float unknownGrams, ReadOnlySpan<float> scaled, Span<float> work) =>
        Of(unknown, unknownGrams, Distance(scaled, work));

    /// <summary>As the other overload, where the distance is known.</summary>
    public float Of(float unknown, float unknownGrams, float distance)
    {
        var words = MathF.Max(0, (unknown - WordMean) * WordScale);
        var grams = MathF.Max(0, (unknownGrams - GramMean) * GramScale);
        var shape = ShapeWeight * MathF.Max(0, (distance - ShapeMean) * ShapeScale);
        return MathF.Sqrt((words * words) + (grams * grams) + (shape * shape));
    }

    /// <summary>The distance to the nearest task's centre.</summary>
    public float Distance(ReadOnlySpan<float> scaled, Span<float> work)
    {
        work = work[..Shapes];
        work.Clear();
        for (var i = 0; i < Shapes; i++)
        {
            Wide.AddScaled(work, Whitening.AsSpan(i * Shapes, Shapes), Math.Clamp(scaled[i], -MostDeviations, MostDeviations));
        }

        var least = float.PositiveInfinity;
        for (var at = 0; at < Centres.Length; at += Shapes)
        {
            least = MathF.Min(least, Wide.Distance(work, Centres.AsSpan(at, Shapes)));
        }

        return Shapes == 0 ? 0 : least;
    }

    internal bool Fits(int kept) =>
        Shapes >= 0 && Shapes <= kept && Whitening.Length == Shapes * Shapes && (Shapes == 0 ? Centres.Length == 0 : Centres.Length % Shapes == 0);
}
