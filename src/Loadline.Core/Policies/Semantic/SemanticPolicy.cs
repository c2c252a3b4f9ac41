using System.Globalization;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Semantics;

namespace Loadline.Core.Policies;

/// <summary>Chooses the candidate of the route whose examples the last user message is most like.</summary>
/// <remarks>
/// Where no route is alike enough, or two are nearly as alike, or the route's candidate cannot serve, the policy abstains: the rule after its own
/// is asked; under the route's own policy the reference serves. After a failure nothing of the pool stands in.
/// </remarks>
public sealed class SemanticPolicy : IRoutingPolicy
{
    internal const string ConfigName = "semantic";

    private readonly SemanticIndex _index;
    private readonly string[] _names;
    private readonly float[] _thresholds;
    private readonly int[] _candidates;
    private readonly float _margin;

    internal SemanticPolicy(SemanticIndex index, string[] names, float[] thresholds, int[] candidates, float margin)
    {
        (_index, _names, _thresholds, _candidates, _margin) = (index, names, thresholds, candidates, margin);
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        var match = _index.Find(context.Signals.Features);
        var isAlike = match.Route >= 0 && match.Score >= _thresholds[match.Route];
        var isPlain = isAlike && match.Score - match.Second >= _margin;
        if (isPlain && _candidates[match.Route] >= 0)
        {
            context.Append(_candidates[match.Route]);
        }

        context.HasAbstained = context.OrderCount == 0;
        context.Note = new PolicyNote
        {
            Case = !isAlike ? 1 : !isPlain ? 2 : context.HasAbstained ? 3 : 4,
            Index = match.Route,
            First = match.Score,
            Second = match.Second,
        };
    }

    /// <inheritdoc/>
    public string? Explain(in PolicyNote note, CandidateSet candidates)
    {
        if (note.Case == 0 || note.Index < 0)
        {
            return note.Case == 0 ? null : "abstains: nothing is like the examples of any route";
        }

        var nearest = string.Create(
            CultureInfo.InvariantCulture,
            $"nearest is {_names[note.Index]}, {note.First:0.000} alike (its threshold {_thresholds[note.Index]:0.000}); the next {note.Second:0.000}");
        return note.Case switch
        {
            1 => "abstains: " + nearest,
            2 => string.Create(CultureInfo.InvariantCulture, $"abstains, because two are nearly as alike (margin {_margin:0.000}): {nearest}"),
            3 => "abstains, because its candidate cannot serve this: " + nearest,
            _ => nearest,
        };
    }
}
