using System.Globalization;
using Loadline.Core.Quality;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>Proposes a route: fits several kinds on half of a table, chooses on a quarter, and scores on the last.</summary>
/// <remarks>
/// For a quality line each kind's settings go through the fixed sequence of a certification, at a share of δ that was fixed beforehand, so that
/// the choice among them is as sure as the line asks: half for what is trained, the rest in equal parts. The cheapest of the proven is chosen.
/// It is no certificate: that takes rows that no choice was made on.
/// For a budget each kind gives its best setting within it on training rows, and of those within it on the rows to choose on the best is chosen.
/// </remarks>
public sealed class Designer
{
    private const string Strong = "always strong";
    private const int LeastRows = 200;
    private const double LearnedShare = 0.5;

    private readonly OutcomeMatrix _matrix;
    private readonly DesignOptions _options;
    private readonly DesignConfig _config;
    private readonly int _reference;
    private readonly int[] _train;
    private readonly DesignPart _choose;
    private readonly DesignPart _score;
    private readonly List<string> _notTried = [];
    private readonly Dictionary<string, DesignSetting> _settings = new(StringComparer.Ordinal);
    private int _learned = 1;
    private int _others = 1;

    private Designer(OutcomeMatrix matrix, DesignOptions options)
    {
        (_matrix, _options, _config) = (matrix, options, new DesignConfig(matrix, options.Folder));
        (_train, var choose, var score) = DesignPart.Split(matrix, options.Seed);
        if (choose.Length < LeastRows / 4 || score.Length < LeastRows / 4)
        {
            throw new DesignException($"{matrix.Count} rows are too few to fit, choose and score on different ones: {LeastRows} is the least. `loadline outcomes collect` makes more.");
        }

        _reference = ReferenceOf(matrix, _train, options.Reference);
        (_choose, _score) = (DesignPart.Of(matrix, choose, Reference), DesignPart.Of(matrix, score, Reference));
    }

    private string Reference => _matrix.Models[_reference];

    /// <summary>Designs; artifacts of the proposals are written to the options' folder.</summary>
    /// <exception cref="DesignException">The table does not do.</exception>
    /// <exception cref="CertifyException">Some outcome is not graded.</exception>
    public static DesignReport Run(OutcomeMatrix matrix, DesignOptions options)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(options);
        if (!matrix.HasCosts)
        {
            throw new DesignException("No outcome has a cost, so nothing can be cheaper than anything. Add `cost` to the table's outcomes.");
        }

        if (Array.Find(matrix.Rows, row => row.Prompt is null && row.Messages is null) is { } bare)
        {
            throw new DesignException($"Row '{bare.Id}' has features in place of a prompt, and a design is scored by deciding prompts. Keep content (`storage.content: on`), or use `loadline train`.");
        }

        return new Designer(matrix, options).Run();
    }

    private DesignReport Run()
    {
        var train = new TestRows(_matrix, _train, _reference);
        var kinds = Kinds(train);
        _learned = CascadeRoutes.HasAnswers(_matrix) ? 2 : 1;
        _others = Math.Max(1, kinds.Count - _learned);
        var proposals = kinds.Select(Propose).OfType<DesignProposal>().Append(AlwaysStrong()).OrderBy(proposal => proposal.Score.Cost.Mean).ToList();
        var chosen = Choose(proposals);
        proposals = proposals.ConvertAll(proposal => proposal with { File = proposal == chosen ? "loadline.yaml" : proposal.Name.Replace(' ', '-') + ".yaml" });
        var report = new DesignReport
        {
            Table = _matrix.Name,
            Reference = Reference,
            Line = _options.Budget is null ? _options.Line : null,
            Budget = _options.Budget,
            Seed = _options.Seed,
            TrainRows = _train.Length,
            ChooseRows = _choose.Rows.Length,
            ScoreRows = _score.Rows.Length,
            Chosen = chosen.Name,
            Proposals = proposals,
            Models = _matrix.Models.ToDictionary(model => model, model => DesignScore.Of(_score.Units.Of(_ => model), _score.Units)),
            NotTried = _notTried,
            CollectNext = [],
        };
        return report with { CollectNext = CollectNext.Of(report, _matrix, _score, Served(chosen)) };
    }

    private List<List<DesignSetting>> Kinds(TestRows train)
    {
        var kinds = new List<List<DesignSetting>> { SingleModels.Of(train).ToList(), SingleModels.MixesOf(train).ToList() };
        kinds.AddRange(Enum.GetValues<RuleSignal>().Select(signal => RuleRoutes.Of(train, signal).ToList()));
        kinds.Add(TrainedRoutes.Of(_matrix, _train, _reference, _options).ToList());
        if (CascadeRoutes.HasAnswers(_matrix))
        {
            kinds.Add(CascadeRoutes.Of(_matrix, _train, _reference, _options).ToList());
        }
        else
        {
            _notTried.Add("cascade: some outcomes have no `response`, and a cascade is learned from answers");
        }

        return kinds.FindAll(kind => kind.Count > 0);
    }

    private DesignProposal? Propose(List<DesignSetting> settings) => _options.Budget is { } budget ? Within(settings, budget) : Holding(settings);

    private DesignProposal? Holding(List<DesignSetting> settings)
    {
        var line = _options.Line;
        var path = SafestFirst.Order(settings.Select(setting => setting.Step), line);
        DesignSetting At(int i) => settings.Find(setting => ReferenceEquals(setting.Step, path[i]))!;
        var steps = FixedSequence.Run(
            path, i => Outcomes(At(i), _choose), _choose.Units.Reference, _choose.Units.ReferenceCost, line, line.Delta * ShareOf(settings[0].Family));
        var held = steps.Count(step => step.Holds);

        // Where nothing is proven, what training rows thought safest is shown beside the others, and never chosen.
        if (path.Count == 0)
        {
            return null;
        }

        var made = Make(At(Math.Max(0, held - 1)), held > 0, steps.Count, steps[Math.Max(0, held - 1)].Cost);
        return held < steps.Count
            ? made with { NextCost = steps[held].Cost, RowsForNext = RowsNeeded.For(Outcomes(At(held), _choose), _choose.Units.Reference, line) }
            : made;
    }

    private double ShareOf(string family) =>
        family == TrainedRoutes.Family || family == CascadeRoutes.Family ? LearnedShare / _learned : (1 - LearnedShare) / _others;

    // The best on training rows that keeps within the budget on others, too; where none does, the cheapest is shown.
    private DesignProposal? Within(List<DesignSetting> settings, double budget)
    {
        var tried = 0;
        foreach (var setting in settings.Where(setting => setting.Cost <= budget).OrderByDescending(setting => setting.Step.Evidence!.Value.Served))
        {
            tried++;
            var cost = Outcomes(setting, _choose).Cost.Average() / _choose.Units.ReferenceCost;
            if (cost <= budget)
            {
                return Make(setting, true, tried, cost);
            }
        }

        return settings.MinBy(setting => setting.Cost) is { } cheapest ? Make(cheapest, false, tried, Outcomes(cheapest, _choose).Cost.Average() / _choose.Units.ReferenceCost) : null;
    }

    private DesignProposal Choose(List<DesignProposal> proposals)
    {
        var able = proposals.FindAll(proposal => proposal.IsProven);
        return able.Count == 0 ? proposals.First(proposal => proposal.Name == Strong)
            : _options.Budget is null ? able.MinBy(proposal => proposal.ChosenAt)!
            : able.MaxBy(proposal => OnChoosing(proposal).Served.Average())!;
    }

    private StepOutcomes OnChoosing(DesignProposal proposal) => Outcomes(_settings[proposal.Config], _choose);

    private DesignProposal Make(DesignSetting setting, bool isProven, int tried, double cost)
    {
        var text = _config.Write(setting.Route);
        _settings[text] = setting;
        return new DesignProposal(
            setting.Family, setting.Says, tried, isProven, cost, DesignScore.Of(Outcomes(setting, _score), _score.Units), text, "")
        {
            Rules = RuleEffects.Of(_config, setting.Route, _score.Units, _options.Line),
        };
    }

    private DesignProposal AlwaysStrong()
    {
        var setting = new DesignSetting(
            Strong,
            Reference + " for everything",
            new RouteText([Reference], Reference, $"{{ kind: fixed, use: {RouteText.Quote(Reference)} }}", []),
            new PathStep(null, null));

        // Quality kept by definition; a budget it may well be over.
        return Make(setting, _options.Budget is not < 1, 1, 1);
    }

    // By the config as it is written, and as a gateway would decide; a cascade looks at answers, which only the table has.
    private StepOutcomes Outcomes(DesignSetting setting, DesignPart part)
    {
        if (setting.Serve is { } serve)
        {
            var served = serve(part.Rows);
            return part.Units.Of(row => served[row]);
        }

        var decisions = RouteRun.Decide(_config.Read(setting.Route), RouteText.Name, part.Units.Rows);
        return part.Units.Of(row => decisions[row].Candidate);
    }

    private StepOutcomes Served(DesignProposal proposal) => Outcomes(_settings[proposal.Config], _score);

    private static int ReferenceOf(OutcomeMatrix matrix, int[] train, string? name)
    {
        var index = name is null
            ? Enumerable.Range(0, matrix.Models.Count).MaxBy(model => train.Sum(row => (double)matrix.QualityOf(row, model)))
            : matrix.IndexOf(name);
        return index >= 0 ? index : throw new DesignException(string.Create(
            CultureInfo.InvariantCulture, $"The reference '{name}' is not a model of {matrix.Name}: {string.Join(", ", matrix.Models)}."));
    }
}
