namespace Loadline.Core.Predictors;

/// <summary>What tells texts unlike the training rows: how many of their words are unknown, and how far their shape lies from every task's.</summary>
/// <remarks>
/// The distance is Mahalanobis': shapes are rotated and scaled so that rows of one task spread alike in all directions, and the nearest
/// task's centre counts. Each measure is taken in standard deviations above its mean on training rows; novelty is the length of both.
/// </remarks>
public sealed class NoveltyWeights
{
    // What lies further out in one dense feature tells nothing more, and squares of it would drown the others.
    internal const float MostDeviations = 20f;

    /// <summary>Gets the one that looks at words only; its novelty is the share of unknown ones.</summary>
    public static NoveltyWeights WordsOnly { get; } = new() { Shapes = 0, Whitening = [], Centres = [], WordMean = 0, WordScale = 1, ShapeMean = 0, ShapeScale = 0 };

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

    /// <summary>Gets the mean distance of shapes.</summary>
    public required float ShapeMean { get; init; }

    /// <summary>Gets one over the standard deviation of the distance of shapes.</summary>
    public required float ShapeScale { get; init; }

    /// <summary>The novelty of a text.</summary>
    /// <param name="unknown">The share of its words that no training row had, in [0,1].</param>
    /// <param name="scaled">Its scaled dense features, not held within bounds.</param>
    /// <param name="work">Room for <see cref="Shapes"/> numbers.</param>
    public float Of(float unknown, ReadOnlySpan<float> scaled, Span<float> work) =>
        Of(unknown, Distance(scaled, work));

    /// <summary>As the other overload, where the distance is known.</summary>
    public float Of(float unknown, float distance)
    {
        var words = MathF.Max(0, (unknown - WordMean) * WordScale);
        var shape = MathF.Max(0, (distance - ShapeMean) * ShapeScale);
        return MathF.Sqrt((words * words) + (shape * shape));
    }

    /// <summary>The root of the squared distance to the nearest task's centre.</summary>
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
            least = MathF.Min(least, Wide.SquaredDistance(work, Centres.AsSpan(at, Shapes)));
        }

        return Shapes == 0 ? 0 : MathF.Sqrt(least);
    }

    internal bool Fits(int kept) =>
        Shapes >= 0 && Shapes <= kept && Whitening.Length == Shapes * Shapes && (Shapes == 0 ? Centres.Length == 0 : Centres.Length % Shapes == 0);
}
