using System.Globalization;
using System.Runtime.InteropServices;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tables;

/// <summary>Describes a table in one pass. Memory: one row, one key of 16 bytes a distinct prompt and id, sums by model and group.</summary>
public sealed class TableDescriber
{
    private readonly Dictionary<string, ModelTotals> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupTotals> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _splits = new(StringComparer.Ordinal);
    private readonly HashSet<UInt128> _prompts = [];
    private readonly HashSet<UInt128> _ids = [];
    private readonly HashSet<UInt128> _clusters = [];
    private RunningMean _oracleQuality;
    private RunningMean _oracleCost;
    private long _rows;
    private long _ungraded;

    /// <summary>Reads a table to its end and describes it.</summary>
    /// <param name="reader">The table; options that allow ungraded answers count them.</param>
    /// <param name="name">What the description calls it.</param>
    /// <exception cref="OutcomeTableException">It is malformed.</exception>
    public static TableDescription Describe(OutcomeReader reader, string name)
    {
        var describer = new TableDescriber();
        while (reader.Read())
        {
            describer.Add(reader.Row);
        }

        return describer.ToDescription(reader, name);
    }

    private void Add(OutcomeRow row)
    {
        _rows++;
        _prompts.Add(PromptKey.Of(row));
        _ids.Add(TableKeys.OfId(row.Id));
        if (row.Cluster is { } cluster)
        {
            _clusters.Add(TableKeys.OfCluster(cluster));
        }

        if (row.Split is { } split)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_splits, split, out _)++;
        }

        if (!_groups.TryGetValue(row.Group ?? "", out var group))
        {
            _groups.Add(row.Group ?? "", group = new GroupTotals());
        }

        group.AddRow();
        AddOutcomes(row, group);
    }

    private void AddOutcomes(OutcomeRow row, GroupTotals group)
    {
        Outcome? best = null;
        UInt128? cluster = row.Cluster is { } session ? TableKeys.OfCluster(session) : null;
        UInt128? label = row.Group is { Length: > 0 } name ? TableKeys.OfCluster(name) : null;
        foreach (var (model, outcome) in row.Outcomes)
        {
            if (!outcome.IsGraded)
            {
                _ungraded++;
                continue;
            }

            if (!_models.TryGetValue(model, out var totals))
            {
                _models.Add(model, totals = new ModelTotals(model));
            }

            totals.Add(outcome, cluster, label);
            group.Add(model, outcome.Quality, (double)(outcome.Cost ?? 0));
            best = best is null || outcome.Quality > best.Quality || (outcome.Quality >= best.Quality && (outcome.Cost ?? 0) < (best.Cost ?? 0))
                ? outcome : best;
        }

        if (best is not null)
        {
            _oracleQuality.Add(best.Quality);
            _oracleCost.Add((double)(best.Cost ?? 0));
        }
    }

    private TableDescription ToDescription(OutcomeReader reader, string name)
    {
        List<GroupDescription> groups =
            [.. _groups.Select(pair => pair.Value.Describe(pair.Key)).OrderByDescending(group => group.Rows).ThenBy(group => group.Name, StringComparer.Ordinal)];
        return new TableDescription
        {
            Table = name,
            Rows = _rows,
            SkippedLines = reader.Skipped,
            Errors = [.. reader.Errors.Select(error => string.Create(CultureInfo.InvariantCulture, $"{name}:{error.Line}: {error.Message}"))],
            Bytes = reader.BytesRead,
            Unit = reader.Header?.Unit ?? "USD",
            DistinctPrompts = _prompts.Count,
            DuplicateRows = _rows - _prompts.Count,
            DuplicateIds = _rows - _ids.Count,
            MissingOutcomes = _models.Values.Sum(model => _rows - model.Count),
            UngradedOutcomes = _ungraded,
            Clusters = _clusters.Count,
            ClusteredBy = _clusters.Count > 0 ? "cluster" : _groups.Keys.Any(name => name.Length > 0) ? "group" : null,
            Splits = _splits,
            Models = [.. _models.Values.Select(model => model.Describe(_rows, _clusters.Count > 0))],
            Baselines = _models.Count == 0 ? [] : Baselines(groups),
            Groups = groups,
        };
    }

    private List<BaselineDescription> Baselines(List<GroupDescription> groups)
    {
        var models = _models.Values;
        var strongest = models.MaxBy(model => (model.MeanQuality, -model.MeanCost))!;
        var cheapest = models.MinBy(model => (model.MeanCost, -model.MeanQuality))!;
        return
        [
            new("strongest", strongest.MeanQuality, strongest.MeanCost, strongest.Name),
            new("cheapest", cheapest.MeanQuality, cheapest.MeanCost, cheapest.Name),
            new("random", models.Average(model => model.MeanQuality), models.Average(model => model.MeanCost), "each model equally often; expected value"),
            new(
                "best-per-group",
                groups.Sum(group => group.Rows * group.BestQuality) / _rows,
                groups.Sum(group => group.Rows * group.Cost) / _rows,
                "knows each row's label, and was fitted on these rows"),
            new("oracle", _oracleQuality.Mean, _oracleCost.Mean, "knows every grade beforehand, takes the cheapest best"),
        ];
    }
}
