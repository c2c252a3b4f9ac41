using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate that this request is expected to cost least with.</summary>
/// <remarks>
/// After a failure the rest of the pool stands in, in order of cost: whoever asks for the cheapest has said that any candidate of the
/// pool will do. An unknown price is never taken for free: it comes last. Equal costs keep the order of the pool. Where there are soft limits,
/// all of this holds among those that keep them first, then among the others.
/// </remarks>
internal sealed class CheapestPolicy : IRoutingPolicy
{
    internal const string ConfigName = "cheapest";

    private readonly SoftLimits? _prefer;

    internal CheapestPolicy(SoftLimits? prefer)
    {
        _prefer = prefer;
    }

    /// <summary>Without soft limits the policy has no settings, so one serves all.</summary>
    public static CheapestPolicy Instance { get; } = new(null);

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public bool ChoosesByQuality => false;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        Span<double> scores = stackalloc double[ScoreOrder.Most];
        scores = scores[..context.Pool.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var cost = context.Pool[i].EstimatedCostUsd;
            scores[i] = double.IsNaN(cost) ? double.PositiveInfinity : cost;
        }

        if (_prefer is not null)
        {
            Note(context, OrderPreferred(context, scores));
        }

        ScoreOrder.Append(context, scores);
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates) => note.Case == 0 ? null : string.Create(
        CultureInfo.InvariantCulture, $"{note.First} of {note.Second} eligible candidates keep the soft limits {_prefer!.Describe()}");

    private static void Note(RoutingContext context, int kept)
    {
        var eligible = 0;
        foreach (ref readonly var evaluation in context.Pool)
        {
            eligible += evaluation.IsEligible ? 1 : 0;
        }

        context.Note = new PolicyNote { Case = 1, First = kept, Second = eligible };
    }

    private int OrderPreferred(RoutingContext context, ReadOnlySpan<double> all)
    {
        Span<double> scores = stackalloc double[ScoreOrder.Most];
        scores = scores[..all.Length];
        var kept = 0;
        for (var i = 0; i < all.Length; i++)
        {
            var keeps = context.Pool[i].IsEligible && _prefer!.Keeps(context, context.Pool[i].Candidate);
            scores[i] = keeps ? all[i] : double.NaN;
            kept += keeps ? 1 : 0;
        }

        ScoreOrder.Append(context, scores);
        return kept;
    }
}
