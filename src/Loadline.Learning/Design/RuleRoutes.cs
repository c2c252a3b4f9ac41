using System.Globalization;
using Loadline.Core.Facts;
using Loadline.Core.Signals;
using Loadline.Learning.Certification;
using Loadline.Learning.Evaluation;
using Loadline.Wire.OpenAI;

namespace Loadline.Learning.Design;

/// <summary>Routes of a few rules over one built-in signal: readable by anybody, and no artifact to keep.</summary>
/// <remarks>
/// For a price of quality λ every value of the signal gets the model with the highest mean of quality less λ times cost, where that beats the
/// model of everything else by more than a standard error of the difference; the others get no rule. λ runs over a grid, so that there is
/// a path from dear to cheap.
/// </remarks>
internal sealed class RuleRoutes
{
    private const int LeastRows = 30;
    private const int Bands = 5;

    private readonly TestRows _train;
    private readonly RuleSignal _signal;
    private readonly string?[] _values;

    private RuleRoutes(TestRows train, RuleSignal signal, string?[] values)
    {
        (_train, _signal, _values) = (train, signal, values);
    }

    /// <summary>All settings over one signal.</summary>
    public static IEnumerable<DesignSetting> Of(TestRows train, RuleSignal signal)
    {
        var values = Values(train, signal);
        return new RuleRoutes(train, signal, values).Settings();
    }

    private IEnumerable<DesignSetting> Settings()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Scores.Lambdas.Count; i += 6)
        {
            var lambda = Scores.Lambdas[i];
            var otherwise = Best(lambda, [.. Enumerable.Range(0, _train.Rows.Length)]);
            var chosen = Choose(lambda, otherwise);
            if (chosen.Count > 0 && seen.Add(otherwise + ":" + string.Join(',', chosen.Select(pair => pair.Key + "=" + pair.Value))))
            {
                yield return Setting(chosen, otherwise);
            }
        }
    }

    private Dictionary<string, int> Choose(double lambda, int otherwise)
    {
        var chosen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in Enumerable.Range(0, _train.Rows.Length).GroupBy(row => _values[row]).Where(group => group.Key is not null).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            int[] rows = [.. group];
            if (rows.Length >= LeastRows && Best(lambda, rows) is var best && best != otherwise
                && NormalTest.Score(rows.Length, i => Value(rows[i], best, lambda) - Value(rows[i], otherwise, lambda)) > 1)
            {
                chosen[group.Key!] = best;
            }
        }

        return chosen;
    }

    private int Best(double lambda, int[] rows) => Enumerable.Range(0, _train.Models).MaxBy(model => rows.Sum(row => Value(row, model, lambda)));

    private double Value(int row, int model, double lambda) =>
        _train.Quality(row, model) - (lambda * _train.Cost(row, model) / Math.Max(_train.MeanCost[_train.Reference], 1e-12));

    private DesignSetting Setting(Dictionary<string, int> chosen, int otherwise)
    {
        var models = _train.Matrix.Models;
        var reference = models[_train.Reference];
        var evidence = TrainingSteps.EvidenceOf(_train, row => _values[row] is { } value && chosen.TryGetValue(value, out var model) ? model : otherwise);
        string[] pool = [.. chosen.Values.Append(otherwise).Distinct().Order().Select(model => models[model])];
        var rules = chosen.Select((pair, i) => $"{{ name: {_signal.ToString().ToLowerInvariant()}-{Slug(pair.Key)}, when: {{ {When(pair.Key)} }}, use: {RouteText.Quote(models[pair.Value])} }}");
        return new DesignSetting(
            _signal.ToString().ToLowerInvariant() + " rules",
            string.Create(CultureInfo.InvariantCulture, $"{chosen.Count} rules on {_signal.ToString().ToLowerInvariant()}, {models[otherwise]} for everything else"),
            new RouteText(pool, reference, $"{{ kind: fixed, use: {RouteText.Quote(models[otherwise])} }}", [.. rules]),
            new PathStep(null, evidence));
    }

    private string When(string value) => _signal == RuleSignal.Complexity ? $"complexity: \"{value}\"" : $"{_signal.ToString().ToLowerInvariant()}: {value}";

    private static string Slug(string value) => new([.. value.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.').Select(c => c == '.' ? '-' : c)]);

    private static string?[] Values(TestRows train, RuleSignal signal)
    {
        var facts = new RequestFacts();
        var signals = new RequestSignals();
        var values = new string?[train.Rows.Length];
        var complexity = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            facts.Reset(RowBodies.Of(train.Matrix.Rows[train.Rows[i]], RouteText.Name));
            if (ChatRequestScanner.Scan(facts).Ok)
            {
                signals.Reset(facts);
                values[i] = signal == RuleSignal.Task ? TaskKinds.ToName(signals.Task.Kind) : signal == RuleSignal.Domain ? Domains.ToName(signals.Domain) : "";
                complexity[i] = signal == RuleSignal.Complexity ? signals.Complexity.Score : 0;
            }
        }

        if (signal == RuleSignal.Complexity)
        {
            Band(values, complexity);
        }

        return values;
    }

    // Bands from one border to the next, borders at quantiles and in two places, as a person would write them.
    private static void Band(string?[] values, double[] complexity)
    {
        double[] sorted = [.. complexity.Order()];
        double[] borders = [.. Enumerable.Range(1, Bands - 1).Select(i => Math.Round(sorted[i * sorted.Length / Bands], 2)).Distinct()];
        for (var i = 0; i < values.Length; i++)
        {
            var to = Array.FindIndex(borders, border => complexity[i] < border);
            values[i] = values[i] is null ? null : FormattableString.Invariant(
                to == 0 ? $"< {borders[0]}" : to < 0 ? (FormattableString)$">= {borders[^1]}" : $"{borders[to - 1]}..{borders[to]}");
        }
    }
}
