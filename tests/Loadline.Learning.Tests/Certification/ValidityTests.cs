using Loadline.Core.Predictors;
using Loadline.Core.Quality;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Learning.Tests.Certification;

/// <summary>A smoke of the full measurement (bench/Loadline.Quality): a made-up population, whose truth is known.</summary>
public sealed class ValidityTests
{
    private const int Draws = 2000;
    private const int Rows = 200;
    private static readonly KnobMix Any = new(default, default, 1);

    [Theory]
    [InlineData(0.90, null)]
    [InlineData(null, 0.05)]
    public void Run_StepJustBelowTheLine_IsAcceptedNoMoreThanDelta(double? keep, double? lose)
    {
        var line = new QualityLine(keep, lose);
        var (reference, outcomes) = Population(20_000, lossRate: keep is null ? 0.052 : 0.085);
        var simulation = Simulation(outcomes, reference, line);
        Assert.Equal(0, simulation.FirstWrong);
        var cell = simulation.Run(Rows * 5, Draws, 1);
        Assert.True(Binomial.AtLeast(cell.Violations, Draws, 0.05) > 0.001, $"{cell.Violations} of {Draws}");
    }

    // Losses are rare: many samples have none, and a standard deviation of 0 makes a z-test certain.
    [Fact]
    public void RunNormal_RareLosses_IsWrongFarTooOften()
    {
        var line = new QualityLine(null, 0.01);
        var (reference, outcomes) = Population(20_000, lossRate: 0.0125);
        var simulation = Simulation(outcomes, reference, line);
        var normal = simulation.RunNormal(Rows, Draws, 1);
        var bet = simulation.Run(Rows, Draws, 1);
        Assert.True(Binomial.AtLeast(normal.Violations, Draws, 0.05) < 1e-6, $"{normal.Violations} of {Draws}");
        Assert.True(Binomial.AtLeast(bet.Violations, Draws, 0.05) > 0.001, $"{bet.Violations} of {Draws}");
    }

    [Fact]
    public void Run_FirstStepFails_GoesNoFurther()
    {
        var (reference, good) = Population(500, lossRate: 0);
        var (_, bad) = Population(500, lossRate: 0.5);
        var line = new QualityLine(0.9, null);
        PathStep[] path = [new(Any, null), new(Any, null), new(Any, null)];
        StepOutcomes[] outcomes = [good, bad, good];
        var results = FixedSequence.Run(path, i => outcomes[i], reference, 1, line, line.Delta);
        Assert.Equal([true, false], results.Select(result => result.Holds));
    }

    private static ValiditySimulation Simulation(StepOutcomes outcomes, float[] reference, QualityLine line) =>
        new([new PathStep(Any, Boundary.EvidenceOf(outcomes, reference))], [outcomes], reference, line);

    private static (float[] Reference, StepOutcomes Outcomes) Population(int rows, double lossRate)
    {
        var random = new Xoshiro256(3);
        var reference = new float[rows];
        var outcomes = new StepOutcomes(new float[rows], new float[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            reference[i] = random.NextDouble() < 0.8 ? 1 : 0;
            var isLost = reference[i] > 0 && random.NextDouble() < lossRate / 0.8;
            outcomes.Lost[i] = isLost ? 1 : 0;
            outcomes.Served[i] = isLost ? 0 : reference[i];
        }

        return (reference, outcomes);
    }
}
