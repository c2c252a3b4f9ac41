using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses the least weighted sum of doublings: of cost, of latency and of load.</summary>
/// <remarks>
/// Each is measured as the base-2 logarithm of its ratio to the least in the pool, so that units fall out and twice as dear weighs as much as twice
/// as slow. Load is calls under way plus one. What is unknown, a price or a time, counts as the worst that is known.
/// </remarks>
internal sealed class BalancedPolicy : IRoutingPolicy
{
    internal const string ConfigName = "balanced";

    private readonly BalanceWeights _weights;
    private readonly LatencyView _view;

    internal BalancedPolicy(BalanceWeights weights, LatencyView view)
    {
        _weights = weights;
        _view = view;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public bool ChoosesByQuality => false;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var count = context.Pool.Length;
        Span<double> values = stackalloc double[ScoreOrder.Most];
        Span<double> scores = stackalloc double[ScoreOrder.Most];
        values = values[..count];
        scores = scores[..count];
        scores.Clear();
        for (var i = 0; i < count; i++)
        {
            values[i] = context.Pool[i].EstimatedCostUsd;
        }

        Add(context, values, _weights.Cost, scores);
        for (var i = 0; i < count; i++)
        {
            values[i] = _view.Read(context, context.Pool[i].Candidate);
        }

        Add(context, values, _weights.Latency, scores);
        for (var i = 0; i < count; i++)
        {
            values[i] = context.Pool[i].Candidate.InFlight + 1;
        }

        Add(context, values, _weights.Load, scores);
        ScoreOrder.Append(context, scores);
        Note(context, scores);
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates) => note.Case switch
    {
        0 => null,
        1 => Text($"{candidates.All[note.Index].Name} is the only one eligible"),
        _ => Text($"{candidates.All[note.Index].Name} has the least weighted sum of doublings, {note.First:0.00}; the next {note.Second:0.00}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Note(RoutingContext context, ReadOnlySpan<double> scores)
    {
        if (context.OrderCount > 0)
        {
            var first = context.Order[0];
            var second = context.OrderCount > 1 ? context.Order[1] : first;
            context.Note = new PolicyNote { Case = second == first ? 1 : 2, Index = first, First = scores[first], Second = scores[second] };
        }
    }

    private static void Add(RoutingContext context, ReadOnlySpan<double> values, double weight, Span<double> scores)
    {
        // A cost of nothing would make every other one infinitely dear: a millionth of a dollar, or of a millisecond, is the least that counts.
        const double Least = 1e-6;
        var least = double.PositiveInfinity;
        var most = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (context.Pool[i].IsEligible && !double.IsNaN(values[i]))
            {
                least = Math.Min(least, Math.Max(Least, values[i]));
                most = Math.Max(most, Math.Max(Least, values[i]));
            }
        }

        if (most == 0 || weight == 0)
        {
            return;
        }

        for (var i = 0; i < values.Length; i++)
        {
            scores[i] += weight * Math.Log2((double.IsNaN(values[i]) ? most : Math.Max(Least, values[i])) / least);
        }
    }
}
