using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate that was fastest lately with requests of this size.</summary>
/// <remarks>
/// Of those within the slack of the fastest the cheapest is taken: a few milliseconds are not worth money. A candidate that showed nothing lately
/// is tried by a share of requests, so that a slow day is not held against it for ever; where nobody showed anything, the order of the pool holds.
/// </remarks>
internal sealed class FastestPolicy : IRoutingPolicy
{
    internal const string ConfigName = "fastest";

    private readonly LatencyView _view;
    private readonly double _slack;
    private readonly double _explore;

    internal FastestPolicy(LatencyView view, double slack, double explore)
    {
        _view = view;
        _slack = slack;
        _explore = explore;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public bool ChoosesByQuality => false;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var count = context.Pool.Length;
        Span<double> scores = stackalloc double[ScoreOrder.Most];
        scores = scores[..count];
        var known = 0;
        var unknown = 0;
        for (var i = 0; i < count; i++)
        {
            scores[i] = context.Pool[i].IsEligible ? _view.Read(context, context.Pool[i].Candidate) : double.NaN;
            known += double.IsNaN(scores[i]) ? 0 : 1;
            unknown += double.IsNaN(scores[i]) && context.Pool[i].IsEligible ? 1 : 0;
        }

        var isTrying = known > 0 && unknown > 0 && _explore > 0 && context.Random.NextDouble() < _explore;
        if (isTrying)
        {
            AppendUnknown(context, scores, unknown);
        }
        else
        {
            AppendWithinSlack(context, scores, known > 0 && unknown > 0 ? 1 - _explore : 1);
        }

        ScoreOrder.Append(context, scores);
        for (var i = 0; i < count; i++)
        {
            context.Append(i);
        }
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates) => note.Case switch
    {
        1 => Text($"{candidates.All[note.Index].Name} took {note.First:0} ms lately, the fastest {note.Second:0} ms; within {_slack:P0} the cheaper is taken"),
        2 => Text($"{candidates.All[note.Index].Name} showed no time lately; {_explore:P1} of requests try such candidates"),
        _ => "nobody showed a time lately: the pool's own order holds",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    // One of the unknown, each with the same chance.
    private void AppendUnknown(RoutingContext context, ReadOnlySpan<double> scores, int unknown)
    {
        var left = context.Random.Next(unknown);
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i]) && context.Pool[i].IsEligible && left-- == 0)
            {
                context.Append(i);
                context.Propensity = _explore / unknown;
                context.Note = new PolicyNote { Case = 2, Index = i };
                return;
            }
        }
    }

    private void AppendWithinSlack(RoutingContext context, ReadOnlySpan<double> scores, double propensity)
    {
        var least = double.PositiveInfinity;
        foreach (var score in scores)
        {
            least = score < least ? score : least;
        }

        var best = -1;
        for (var i = 0; i < scores.Length; i++)
        {
            // An unknown price is never taken for cheap: comparisons with not-a-number are false.
            var isCheaper = best < 0 || context.Pool[i].EstimatedCostUsd < context.Pool[best].EstimatedCostUsd
                || (scores[i] < scores[best] && !(context.Pool[best].EstimatedCostUsd < context.Pool[i].EstimatedCostUsd));
            if (scores[i] <= least * (1 + _slack) && isCheaper)
            {
                best = i;
            }
        }

        if (best >= 0)
        {
            context.Append(best);
            context.Propensity = propensity;
            context.Note = new PolicyNote { Case = 1, Index = best, First = scores[best], Second = least };
        }
    }
}
