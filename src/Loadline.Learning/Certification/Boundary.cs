using Loadline.Core.Predictors;
using Loadline.Core.Quality;

namespace Loadline.Learning.Certification;

/// <summary>Makes the hardest case for a test: a mix of two neighbouring steps whose true value is on the line, by a hair below.</summary>
public static class Boundary
{
    // Below the line by so much: far less than any number of rows can see.
    private const double Hair = 1e-6;

    /// <summary>Mixes the last step above the line with the first one below it.</summary>
    /// <param name="above">A step whose slack is positive; <see langword="null"/>: the reference.</param>
    /// <param name="aboveSlack">Its slack.</param>
    /// <param name="below">A step whose slack is not.</param>
    /// <param name="belowSlack">Its slack.</param>
    public static StepOutcomes Mix(StepOutcomes above, double aboveSlack, StepOutcomes below, double belowSlack)
    {
        ArgumentNullException.ThrowIfNull(above);
        ArgumentNullException.ThrowIfNull(below);
        var share = Share(aboveSlack, belowSlack);
        float Mixed(float a, float b) => (float)((share * a) + ((1 - share) * b));
        return new StepOutcomes(
            [.. above.Served.Zip(below.Served, Mixed)],
            [.. above.Lost.Zip(below.Lost, Mixed)],
            [.. above.Cost.Zip(below.Cost, (a, b) => (share * a) + ((1 - share) * b))]);
    }

    private static double Share(double aboveSlack, double belowSlack) => (-belowSlack - Hair) / (aboveSlack - belowSlack);

    /// <summary>The reference's own outcomes.</summary>
    public static StepOutcomes OfReference(float[] reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return new StepOutcomes(reference, new float[reference.Length], new double[reference.Length]);
    }

    /// <summary>Evidence as if training rows had been the population.</summary>
    public static KnobEvidence EvidenceOf(StepOutcomes outcomes, float[] reference)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(reference);
        var n = (double)reference.Length;
        return new KnobEvidence(
            outcomes.Served.Sum(value => (double)value) / n,
            outcomes.Served.Sum(value => (double)value * value) / n,
            outcomes.Served.Zip(reference, (a, b) => (double)a * b).Sum() / n,
            reference.Sum(value => (double)value) / n,
            reference.Sum(value => (double)value * value) / n,
            outcomes.Lost.Sum(value => (double)value) / n,
            1)
        {
            LostSquare = outcomes.Lost.Sum(value => (double)value * value) / n,
        };
    }

    /// <summary>The boundary step of a path: between the last step above the line and the first below it.</summary>
    /// <param name="path">One of which some step is below the line.</param>
    /// <param name="outcomes">Each step's outcomes on the population.</param>
    /// <param name="reference">The reference's quality on the population.</param>
    /// <param name="line">The line.</param>
    public static (PathStep Step, StepOutcomes Outcomes) Step(ValiditySimulation path, StepOutcomes[] outcomes, float[] reference, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(line);
        var below = path.FirstWrong;
        var reserve = line.Keep is { } keep ? (1 - keep) * reference.Average() : line.Lose ?? 0;
        var slack = below == 0 ? reserve : path.Slack(below - 1);
        var mixed = Mix(below == 0 ? OfReference(reference) : outcomes[below - 1], slack, outcomes[below], path.Slack(below));
        var share = Share(slack, path.Slack(below));
        var certain = (share * (below == 0 ? 1 : path.Step(below - 1).ReferenceShare)) + ((1 - share) * path.Step(below).ReferenceShare);
        return (new PathStep(null, EvidenceOf(mixed, reference)) { ReferenceShare = certain }, mixed);
    }

    /// <summary>A path of the one boundary step.</summary>
    public static ValiditySimulation Simulation(ValiditySimulation path, StepOutcomes[] outcomes, float[] reference, QualityLine line, int threads)
    {
        var (step, mixed) = Step(path, outcomes, reference, line);
        return new ValiditySimulation([step], [mixed], reference, line, threads);
    }
}
