using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate with the smallest share of its slots taken.</summary>
/// <remarks>
/// Of equals the first of the pool is taken, so a pool in order of price fills the cheap candidates first. The rest of the pool stands in, least
/// busy first: whoever asks for the least busy has said that any candidate of the pool will do.
/// </remarks>
internal sealed class LeastBusyPolicy : IRoutingPolicy
{
    internal const string ConfigName = "least-busy";

    private readonly double[] _slots;

    /// <param name="slots">Each pool candidate's slots, above 0.</param>
    internal LeastBusyPolicy(double[] slots)
    {
        _slots = slots;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public bool ChoosesByQuality => false;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        Span<double> scores = stackalloc double[ScoreOrder.Most];
        scores = scores[.._slots.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = context.Pool[i].Candidate.InFlight / _slots[i];
        }

        ScoreOrder.Append(context, scores);
        if (context.OrderCount > 0)
        {
            var first = context.Order[0];
            context.Note = new PolicyNote { Case = 1, Index = first, First = context.Pool[first].Candidate.InFlight, Second = _slots[first] };
        }
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates) => note.Case == 0 ? null : string.Create(
        CultureInfo.InvariantCulture, $"{candidates.All[note.Index].Name} has {note.First} calls under way on {note.Second:0.##} slots");
}
