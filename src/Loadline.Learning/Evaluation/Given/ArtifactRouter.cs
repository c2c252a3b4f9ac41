using Loadline.Core.Predictors;

namespace Loadline.Learning.Evaluation.Given;

/// <summary>A trained artifact, with the knobs that its own training rows gave it.</summary>
public sealed class ArtifactRouter(PolicyArtifact artifact, string note) : IGivenRouter
{
    /// <inheritdoc/>
    public string? Reference => artifact.Reference;

    /// <inheritdoc/>
    public RouterUnderTest Route(TestRows rows, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var missing = rows.Matrix.Models.Except(artifact.Models, StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw new ArgumentException(
                $"The artifact knows nothing of {string.Join(", ", missing)}; it was trained on {string.Join(", ", artifact.Models)}. Name those with --models.");
        }

        var (scores, novel) = PredictorScores.Of(artifact.Weights, rows.Matrix, rows.Rows);
        return new RouterUnderTest("artifact", note, scores, artifact.Knobs, Chosen: true, novel);
    }
}
