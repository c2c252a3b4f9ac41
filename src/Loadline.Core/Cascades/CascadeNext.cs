using Loadline.Core.Predictors;
using Loadline.Core.Routing;
using Loadline.Core.Rules;

namespace Loadline.Core.Cascades;

/// <summary>Chooses the next step of a cascade anew after each rejected answer: expected quality, given the rejection, less λ times expected cost.</summary>
/// <remarks>
/// Quality − λ · cost over the steps that are left is cascade routing (Dekoninck et al. 2024, arXiv 2410.10347). What a rejection says of the
/// others is taken as if one difficulty lay behind all of them: who is right on a share p of such requests is right on the easiest p, so that
/// after the failure of one with p = a, another with p = b is right with (b − a) / (1 − a), and one that is no better is no use at all.
/// </remarks>
public sealed class CascadeNext
{
    private readonly QualityPredictor _predictor;

    /// <param name="artifact">The trained policy whose predictions are used.</param>
    /// <param name="lambda">How much quality the mean cost of one reference call is worth; from 0.</param>
    public CascadeNext(PolicyArtifact artifact, double lambda)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        (Artifact, Lambda) = (artifact, lambda);
        _predictor = new QualityPredictor(artifact.Weights);
    }

    /// <summary>Gets the trained policy that predicts each step's quality and cost.</summary>
    public PolicyArtifact Artifact { get; }

    /// <summary>Gets what cost counts against quality: quality given up for one mean call of the reference.</summary>
    public double Lambda { get; }

    /// <summary>Writes it in one line.</summary>
    public string Describe() => "{ artifact: sha256-" + Artifact.Digest + ", lambda: " + NumberText.Format(Lambda) + " }";

    /// <summary>Finds who is asked next.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rejected">Positions of those whose answers were rejected.</param>
    /// <param name="left">Positions of those that are left, in order; one at least.</param>
    /// <returns>The choice; the last of <paramref name="left"/> where nobody is expected to be better than who failed.</returns>
    public NextStep Choose(RoutingContext context, IReadOnlyList<int> rejected, IReadOnlyList<int> left)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(rejected);
        ArgumentNullException.ThrowIfNull(left);
        var prediction = context.Prediction;
        _predictor.Predict(context.Signals.Features, prediction);
        double Quality(int step) => ModelOf(context, step) is var model and >= 0 ? Math.Clamp(prediction.Quality[model], 0, 1) : double.NaN;
        var failed = rejected.Select(Quality).Where(quality => !double.IsNaN(quality)).DefaultIfEmpty(0).Max();
        var best = new NextStep(left[^1], double.NaN, double.NaN, 0);
        foreach (var step in left)
        {
            var quality = (Quality(step) - failed) / Math.Max(1 - failed, 1e-6);
            var value = quality - (Lambda * (ModelOf(context, step) is var model and >= 0 ? prediction.Cost[model] : double.NaN));
            if (quality > 0 && !(value <= best.Value))
            {
                best = new NextStep(step, quality, value, 0);
            }
        }

        // Whoever comes after must be expected to mend what this one leaves wrong.
        return best with { Better = double.IsNaN(best.Value) ? 0 : left.Count(step => Quality(step) > Quality(best.Step)) };
    }

    private int ModelOf(RoutingContext context, int step) => Array.IndexOf(Artifact.Weights.Models, context.Candidates.All[step].Name);
}
