using Loadline.Core.Quality;
using Loadline.Core.Statistics;

namespace Loadline.Learning.Certification;

/// <summary>Counts how often certification is wrong, on a population whose truth is known: rows drawn from it with replacement certify.</summary>
public sealed class ValiditySimulation
{
    private readonly IReadOnlyList<PathStep> _path;
    private readonly StepOutcomes[] _outcomes;
    private readonly float[] _reference;
    private readonly QualityLine _line;
    private readonly int _threads;

    /// <param name="path">Safest first.</param>
    /// <param name="outcomes">Each step's outcomes on the whole population.</param>
    /// <param name="reference">The reference's quality on the whole population.</param>
    /// <param name="line">The line.</param>
    /// <param name="threads">How many threads draw.</param>
    public ValiditySimulation(
        IReadOnlyList<PathStep> path, StepOutcomes[] outcomes, float[] reference, QualityLine line, int threads = 2)
    {
        ArgumentNullException.ThrowIfNull(line);
        _path = path;
        _outcomes = outcomes;
        _reference = reference;
        _line = line;
        _threads = threads;
        FirstWrong = Enumerable.Range(0, path.Count).FirstOrDefault(step => !IsTrue(step), -1);
    }

    /// <summary>Gets the first step for which the line does not hold on the population; -1: it holds for all.</summary>
    public int FirstWrong { get; }

    /// <summary>A step of the path.</summary>
    public PathStep Step(int step) => _path[step];

    /// <summary>How far the population is above the line at a step: the least of the means of d.</summary>
    public double Slack(int step)
    {
        var outcomes = _outcomes[step];
        double keep = 0, lose = 0;
        for (var i = 0; i < _reference.Length; i++)
        {
            keep += outcomes.Served[i] - ((_line.Keep ?? 0) * _reference[i]);
            lose += (_line.Lose ?? 0) - outcomes.Lost[i];
        }

        return Math.Min(_line.Keep is null ? double.PositiveInfinity : keep, _line.Lose is null ? double.PositiveInfinity : lose) / _reference.Length;
    }

    /// <summary>Draws certifications.</summary>
    /// <param name="rows">Rows of each.</param>
    /// <param name="draws">How many.</param>
    /// <param name="seed">The same seed gives the same counts.</param>
    /// <remarks>
    /// A wrong step can be accepted only after the first wrong one is, so that one is tested first and the steps before it only where it
    /// passed: the answer is that of the whole sequence, in a fraction of the time.
    /// </remarks>
    public ValidityCell Run(int rows, int draws, ulong seed) => Run(rows, draws, seed, Accepts);

    /// <summary>The same with z-tests in place of bets.</summary>
    public ValidityCell RunNormal(int rows, int draws, ulong seed) => Run(rows, draws, seed, AcceptsNormal);

    private ValidityCell Run(int rows, int draws, ulong seed, Func<int, int[], bool> accepts)
    {
        if (FirstWrong < 0)
        {
            return new ValidityCell(draws, 0);
        }

        return SeededDraws.Count(
            _reference.Length,
            rows,
            draws,
            seed,
            _threads,
            drawn => accepts(FirstWrong, drawn) && Enumerable.Range(0, FirstWrong).All(step => accepts(step, drawn)));
    }

    private bool Accepts(int step, int[] drawn)
    {
        var test = new LineTest(_line, drawn.Length, _line.Delta, _path[step].PriorOf(_line), _path[step].ReferenceShare);
        var outcomes = _outcomes[step];
        foreach (var row in drawn)
        {
            test.Add(outcomes.Served[row], _reference[row], outcomes.Lost[row]);
            if (test.Holds)
            {
                return true;
            }
        }

        return false;
    }

    private bool AcceptsNormal(int step, int[] drawn)
    {
        var outcomes = _outcomes[step];
        return NormalTest.Holds(
            new StepOutcomes([.. drawn.Select(row => outcomes.Served[row])], [.. drawn.Select(row => outcomes.Lost[row])], []),
            [.. drawn.Select(row => _reference[row])],
            _line,
            _line.Delta);
    }

    private bool IsTrue(int step) => Slack(step) > 0;
}
