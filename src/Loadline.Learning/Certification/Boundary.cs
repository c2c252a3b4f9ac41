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
        var share = (-belowSlack - Hair) / (aboveSlack - belowSlack);
        float Mixed(float a, float b) => (float)((share * a) + ((1 - share) * b));
        return new StepOutcomes(
            [.. above.Served.Zip(below.Served, Mixed)],
            [.. above.Lost.Zip(below.Lost, Mixed)],
            [.. above.Cost.Zip(below.Cost, (a, b) => (share * a) + ((1 - share) * b))]);
    }

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
            1);
    }

    /// <summary>The boundary step of a path: between the last step above the line and the first below it.</summary>
    /// <param name="path">One of which some step is below the line.</param>
    /// <param name="outcomes">Each step's outcomes on the population.</param>
    /// <param name="reference">The reference's quality on the population.</param>
    /// <param name="line">The line.</param>
    public static StepOutcomes Step(ValiditySimulation path, StepOutcomes[] outcomes, float[] reference, QualityLine line)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(line);
        var below = path.FirstWrong;
        var reserve = line.Keep is { } keep ? (1 - keep) * reference.Average() : line.Lose ?? 0;
        return below == 0
            ? Mix(OfReference(reference), reserve, outcomes[0], path.Slack(0))
            : Mix(outcomes[below - 1], path.Slack(below - 1), outcomes[below], path.Slack(below));
    }

    /// <summary>A path of the one boundary step.</summary>
    public static ValiditySimulation Simulation(ValiditySimulation path, StepOutcomes[] outcomes, float[] reference, QualityLine line, int threads)
    {
        var mixed = Step(path, outcomes, reference, line);
        var knob = new PolicyKnob(PolicyKnob.ReferenceOnly, 1, 1);
        return new ValiditySimulation(
            [new PathStep(new KnobMix(knob, knob, 1), EvidenceOf(mixed, reference))], [mixed], reference, line, threads);
    }
}
