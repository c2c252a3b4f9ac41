using Loadline.Core.Certificates;
using Loadline.Core.Configuration;
using Loadline.Core.Outcomes;
using Loadline.Core.Policies;
using Loadline.Core.Predictors;
using Loadline.Core.Quality;

namespace Loadline.Learning.Certification;

/// <summary>Certifies a route: checks the rows, goes along the path of its settings, and says what is proven.</summary>
public sealed class Certifier
{
    private static readonly double[] OtherKeeps = [0.90, 0.95, 0.98, 0.99];
    private static readonly PolicyKnob ReferenceKnob = new(PolicyKnob.ReferenceOnly, 1, 1);

    private readonly CertifyRequest _request;
    private readonly LoadlineConfig _config;
    private readonly RouteConfig _route;
    private readonly CertifyingRows _rows;
    private readonly Dictionary<double, RowDecision[]> _decisions = [];
    private readonly double _delta;
    private bool? _isReferenceReached;

    private Certifier(CertifyRequest request, CertifyingRows rows, double delta)
    {
        _request = request;
        _route = Find(request.Config, request.Route);
        _rows = rows;
        _delta = delta;

        // What an earlier certificate lets serve is not what is certified.
        _config = RouteRun.With(request.Config, request.Route, route => route with { Certificate = null });
    }

    private PolicyArtifact? Artifact => (_route.Policy as PredictivePolicyConfig)?.Artifact;

    /// <summary>Finds a route and checks that rows can certify it.</summary>
    /// <exception cref="CertifyException">There is no such route, or the rows cannot certify it.</exception>
    public static CertifyingRows Check(LoadlineConfig config, string route, IReadOnlyList<OutcomeTable> tables)
    {
        ArgumentNullException.ThrowIfNull(config);
        var found = Find(config, route);
        Replayable.Check(found);
        var rows = CertifyingRows.Of(tables, [.. found.Pool.Concat(found.Fallbacks).Distinct(StringComparer.Ordinal)], found.Reference);
        var artifacts = found.Rules.Select(rule => rule.Policy).Append(found.Policy).OfType<PredictivePolicyConfig>().Select(policy => policy.Artifact);
        foreach (var artifact in artifacts)
        {
            var trained = artifact.TrainingPrompts.ToHashSet();
            if (rows.Prompts.Count(trained.Contains) is var shared and > 0)
            {
                throw new CertifyException(
                    $"{shared} of {rows.Prompts.Count} prompts were trained on: rows that a policy was fitted to prove nothing about it. "
                    + "Leave them out with `loadline outcomes dedupe --against`, or split before training with `loadline outcomes split`.");
            }
        }

        return rows;
    }

    /// <summary>Certifies.</summary>
    /// <param name="request">What.</param>
    /// <param name="rows">Rows that <see cref="Check"/> took.</param>
    /// <param name="evaluate">Whether to look for the clairvoyant knob, too.</param>
    /// <exception cref="CertifyException">The rows are too few for any proof.</exception>
    public static CertifyReport Run(CertifyRequest request, CertifyingRows rows, bool evaluate)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rows);
        var certifier = new Certifier(request, rows, AttemptShares.Of(request.Attempt) * request.Line.Delta);
        return request.Line.By is null ? certifier.Checked(evaluate) : certifier.InSegments();
    }

    private CertifyReport Checked(bool evaluate)
    {
        var least = Least(_delta);
        return _rows.Units >= least
            ? Run(evaluate)
            : throw new CertifyException($"{_rows.Units} units are too few: even a route that never differs from a perfect reference takes {least} to prove {_request.Line} in attempt {_request.Attempt}.");
    }

    private int Least(double delta) => RowsNeeded.Least(_request.Line, delta, PathFor(_request.Line).Select(step => step.ReferenceShare).DefaultIfEmpty(0).Max());

    private CertifyReport InSegments()
    {
        var segments = new SegmentCertifier(_request, _rows);
        var reports = segments.Run(_delta, Least, (rows, delta) => new Certifier(_request, rows, delta).Checked(evaluate: false));
        return Report(1, [segments.Whole(reports)]) with { Segments = reports };
    }

    private CertifyReport Run(bool evaluate)
    {
        var path = PathFor(_request.Line);
        var steps = Sequence(path, _request.Line, _delta);
        return Report(path.Count, steps) with
        {
            RowsForNext = NextRows(steps, _request.Line),
            NormalCost = Normal(path),
            ZeroCost = Zero(),
            ClairvoyantCost = evaluate ? Clairvoyant(path) : null,
            Frontier = _request.Line.Keep is null || _request.Line.By is not null || !_route.Policy.HasKnob
                ? [] : [.. OtherKeeps.Where(keep => keep != _request.Line.Keep).Select(Frontier)],
        };
    }

    private CertifyReport Report(int pathLength, IReadOnlyList<StepResult> steps) => new()
    {
        Route = _request.Route,
        RouteDigest = RouteRun.Build(_request.Config).Find(_request.Route)!.Digest,
        Reference = _rows.ReferenceName,
        Line = _request.Line,
        Rows = _rows.Rows.Count,
        Units = _rows.Units,
        Attempt = _request.Attempt,
        Delta = _delta,
        HasKnob = _route.Policy.HasKnob,
        PathLength = pathLength,
        Steps = steps,
        Frontier = [],
    };

    private static RouteConfig Find(LoadlineConfig config, string route) =>
        config.Routes.FirstOrDefault(one => one.Name == route)
        ?? throw new CertifyException($"There is no route '{route}'. Routes: {string.Join(", ", config.Routes.Select(one => one.Name))}.");

    // Where rules choose for themselves, even the safest knob is not the reference, and must be proven first.
    private IReadOnlyList<PathStep> PathFor(QualityLine line)
    {
        if (!_route.Policy.HasKnob)
        {
            return [new PathStep(null, null)];
        }

        var path = SafestFirst.Order(TrainingSteps.Mixed(Artifact!.Steps), line);
        if (_route.Rules.Count == 0)
        {
            return IsReferenceReached ? path : [.. path.Select(WithoutCertainty)];
        }

        return [WithoutCertainty(new PathStep(new KnobMix(ReferenceKnob, ReferenceKnob, 1), null)), .. path.Select(WithoutCertainty)];
    }

    // A coin's share of the reference is certain only where the reference can serve: in the claim it is then about such requests.
    private bool IsReferenceReached => _isReferenceReached ??= Decisions(ReferenceKnob).All(decision => decision.Candidate == _rows.ReferenceName);

    private static PathStep WithoutCertainty(PathStep step) => step with { ReferenceShare = 0 };

    private IReadOnlyList<StepResult> Sequence(IReadOnlyList<PathStep> path, QualityLine line, double delta) =>
        FixedSequence.Run(path, i => Outcomes(path[i]), _rows.Reference, _rows.ReferenceCost, line, delta);

    private StepOutcomes Outcomes(PathStep step)
    {
        if (step.Mix is not { } mix)
        {
            return Pure(null);
        }

        return mix.DearShare >= 1 ? Pure(mix.Dear) : mix.DearShare <= 0 ? Pure(mix.Cheap) : Mixed(Pure(mix.Dear), Pure(mix.Cheap), mix.DearShare);
    }

    // A coin's expectation: it has the served mean, and less noise than any one draw of the coin.
    private static StepOutcomes Mixed(StepOutcomes dear, StepOutcomes cheap, double share) => new(
        [.. dear.Served.Zip(cheap.Served, (a, b) => (float)((share * a) + ((1 - share) * b)))],
        [.. dear.Lost.Zip(cheap.Lost, (a, b) => (float)((share * a) + ((1 - share) * b)))],
        [.. dear.Cost.Zip(cheap.Cost, (a, b) => (share * a) + ((1 - share) * b))]);

    private StepOutcomes Pure(PolicyKnob? knob)
    {
        var decisions = Decisions(knob);
        return _rows.Of(row => decisions[row].Candidate);
    }

    private RowDecision[] Decisions(PolicyKnob? knob)
    {
        var lambda = knob?.Lambda ?? double.NaN;
        if (!_decisions.TryGetValue(lambda, out var decisions))
        {
            var config = knob is { } set
                ? RouteRun.With(_config, _request.Route, route => route with { Policy = route.Policy.At(new KnobMix(set, set, 1)) })
                : _config;
            _decisions[lambda] = decisions = RouteRun.Decide(config, _request.Route, _rows.Rows);
        }

        return decisions;
    }

    private int? NextRows(IReadOnlyList<StepResult> steps, QualityLine line) =>
        steps.Count > 0 && !steps[^1].Holds ? RowsNeeded.For(Outcomes(steps[^1].Step), _rows.Reference, line) : null;

    private FrontierRow Frontier(double keep)
    {
        var line = _request.Line with { Keep = keep };
        var steps = Sequence(PathFor(line), line, AttemptShares.Of(_request.Attempt + 1) * line.Delta);
        return new FrontierRow(keep, steps.LastOrDefault(step => step.Holds)?.Cost ?? 1, steps.Count(step => step.Holds), NextRows(steps, line));
    }

    private double? Normal(IReadOnlyList<PathStep> path)
    {
        var cost = 1.0;
        foreach (var step in path)
        {
            var outcomes = Outcomes(step);
            if (!NormalTest.Holds(outcomes, _rows.Reference, _request.Line, _delta))
            {
                break;
            }

            cost = CostOf(outcomes);
        }

        return cost;
    }

    private double? Zero()
    {
        if (Artifact is not { } artifact)
        {
            return null;
        }

        var path = SafestFirst.Order(TrainingSteps.OfModels(artifact.Singles, 25, artifact.Models.ToList().IndexOf(artifact.Reference)), _request.Line);
        StepOutcomes Of(PolicyKnob knob) => _rows.Of(_ => artifact.Models[(int)knob.Lambda]);
        return !artifact.Singles.All(single => _rows.Rows[0].Outcomes.ContainsKey(artifact.Models[(int)single.Lambda])) ? null
            : FixedSequence.Run(
                path,
                i => Mixed(Of(path[i].Mix!.Value.Dear), Of(path[i].Mix!.Value.Cheap), path[i].Mix!.Value.DearShare),
                _rows.Reference,
                _rows.ReferenceCost,
                _request.Line,
                _delta).LastOrDefault(step => step.Holds)?.Cost ?? 1;
    }

    private double Clairvoyant(IReadOnlyList<PathStep> path) => path
        .Select(Outcomes)
        .Where(outcomes => RowsNeeded.For(outcomes, _rows.Reference, _request.Line) is not null)
        .Select(CostOf)
        .Append(1)
        .Min();

    private double CostOf(StepOutcomes outcomes) => _rows.ReferenceCost > 0 ? outcomes.Cost.Average() / _rows.ReferenceCost : 1;
}
