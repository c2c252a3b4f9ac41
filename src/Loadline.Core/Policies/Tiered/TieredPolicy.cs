using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;

namespace Loadline.Core.Policies;

/// <summary>Chooses by the request's complexity: each band has its candidate.</summary>
/// <remarks>
/// After a failure, or where the band's candidate is excluded, the candidates of the higher bands stand in, upward, never those of
/// lower ones; after the highest the router goes on to the reference.
/// </remarks>
internal sealed class TieredPolicy : IRoutingPolicy
{
    internal const string ConfigName = "tiered";

    private readonly float[] _below;
    private readonly int[] _indexes;

    /// <param name="below">Where each band ends, rising; the last is positive infinity.</param>
    /// <param name="indexes">Each band's candidate as a position in the pool; -1: it is not there.</param>
    internal TieredPolicy(float[] below, int[] indexes)
    {
        _below = below;
        _indexes = indexes;
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var score = context.Signals.Complexity.Score;
        context.Note = new PolicyNote { Case = 1, First = score };
        for (var band = 0; band < _below.Length; band++)
        {
            if (score < _below[band] && _indexes[band] >= 0)
            {
                context.Append(_indexes[band]);
            }
        }
    }

    /// <inheritdoc/>
    public string Explain(in PolicyNote note, CandidateSet candidates)
    {
        var score = (float)note.First;
        var band = Array.FindIndex(_below, below => score < below);
        var low = band > 0 ? _below[band - 1] : 0;
        var end = float.IsPositiveInfinity(_below[band]) ? "and above" : string.Create(CultureInfo.InvariantCulture, $"to below {_below[band]:0.###}");
        return string.Create(CultureInfo.InvariantCulture, $"complexity {score:0.###} is in tier {band + 1} of {_below.Length} ({low:0.###} {end})");
    }
}
