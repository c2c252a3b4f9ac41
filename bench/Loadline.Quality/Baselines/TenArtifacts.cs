using Loadline.Core.Certificates;
using Loadline.Core.Statistics;
using Loadline.Learning.Certification;

namespace Loadline.Quality.Baselines;

/// <summary>The mistake: ten artifacts, each a hair below the line, are certified one after another on the same rows, and the first that passes is shipped.</summary>
internal sealed class TenArtifacts
{
    public const int Count = 10;
    private readonly (PathStep Step, StepOutcomes Outcomes)[] _boundaries;
    private readonly float[] _reference;
    private readonly LinePart _part;

    private TenArtifacts((PathStep Step, StepOutcomes Outcomes)[] boundaries, float[] reference, LinePart part)
    {
        _boundaries = boundaries;
        _reference = reference;
        _part = part;
    }

    /// <returns><see langword="null"/> where fewer than ten have a setting below the line.</returns>
    public static TenArtifacts? Of(IReadOnlyList<Split> artifacts, LinePart part)
    {
        var boundaries = new List<(PathStep Step, StepOutcomes Outcomes)>();
        float[] reference = [];
        foreach (var split in artifacts)
        {
            int[] all = [.. Enumerable.Range(0, split.Rest.Rows.Length)];
            reference = Outcomes.Reference(split.Rest, all);
            var path = SafestFirst.Order(split.Steps, part.Line);
            var outcomes = path.Select(step => Outcomes.Of(split, step, all)).ToArray();
            var simulation = new ValiditySimulation(path, outcomes, reference, part.Line, 1);
            if (simulation.FirstWrong >= 0)
            {
                boundaries.Add(Boundary.Step(simulation, outcomes, reference, part.Line));
            }
        }

        return boundaries.Count == Count ? new TenArtifacts([.. boundaries], reference, part) : null;
    }

    public bool IsWrong(int[] drawn) => Enumerable.Range(0, Count).Any(i => Accepts(i, drawn, _part.Line.Delta));

    /// <summary>The same where each attempt pays its share.</summary>
    public bool IsWrongPaid(int[] drawn) => Enumerable.Range(0, Count).Any(i => Accepts(i, drawn, AttemptShares.Of(i + 1) * _part.Line.Delta));

    private bool Accepts(int artifact, int[] drawn, double delta)
    {
        var (step, outcomes) = _boundaries[artifact];
        var test = new LineTest(_part.Line, drawn.Length, delta, step.PriorOf(_part.Line), step.ReferenceShare);
        foreach (var row in drawn)
        {
            test.Add(outcomes.Served[row], _reference[row], outcomes.Lost[row]);
        }

        return test.Holds;
    }
}
