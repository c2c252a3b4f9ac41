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
public sealed class SemanticPolicy : IAskingPolicy
{
    internal const string ConfigName = "semantic";

    private readonly SemanticIndex _index;
    private readonly string[] _names;
    private readonly float[] _thresholds;
    private readonly int[] _candidates;
    private readonly float?[] _written;
    private readonly float _margin;
    private readonly SemanticEmbeddings? _embeddings;

    /// <param name="index">The routes by words.</param>
    /// <param name="names">Their names.</param>
    /// <param name="thresholds">What words must reach.</param>
    /// <param name="candidates">Their candidates' positions in the pool; -1: not there.</param>
    /// <param name="margin">How much more alike the nearest must be.</param>
    /// <param name="embeddings">What compares by meaning; <see langword="null"/>: words do.</param>
    /// <param name="written">What meanings must reach; <see langword="null"/>: what the examples set.</param>
    internal SemanticPolicy(
        SemanticIndex index, string[] names, float[] thresholds, int[] candidates, float margin, SemanticEmbeddings? embeddings = null, float?[]? written = null)
    {
        (_index, _names, _thresholds, _candidates, _margin, _embeddings) = (index, names, thresholds, candidates, margin, embeddings);
        _written = written ?? new float?[names.Length];
    }

    /// <inheritdoc/>
    public string Name => ConfigName;

    /// <summary>Gets what compares by meaning; <see langword="null"/>: words do.</summary>
    public SemanticEmbeddings? Embeddings => _embeddings;

    /// <inheritdoc/>
    public bool MustAsk(RoutingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _embeddings is not null && context.CanAsk && Find(context) is null && !context.Facts.Text().LastUser.IsEmpty;
    }

    /// <inheritdoc/>
    public void Order(RoutingContext context)
    {
        // By meaning where there is a vector, else by words.
        var routes = _embeddings?.Routes;
        var vector = routes is null ? null : Find(context)?.Vector;
        vector = vector?.Length == routes?.Dimensions ? vector : null;
        var match = vector is null ? _index.Find(context.Signals.Features) : routes!.Find(vector);
        var isAlike = match.Route >= 0 && match.Score >= (vector is null ? _thresholds[match.Route] : _written[match.Route] ?? routes!.FittedThreshold);
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
            Third = vector is null ? 0 : 1,
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
            $"nearest is {_names[note.Index]}, {note.First:0.000} alike{(note.Third > 0 ? " by meaning" : _embeddings is null ? "" : " by words, as no embedding came")} (its threshold {(note.Third > 0 ? _written[note.Index] ?? _embeddings?.Routes?.FittedThreshold : _thresholds[note.Index]):0.000}); the next {note.Second:0.000}");
        return note.Case switch
        {
            1 => "abstains: " + nearest,
            2 => string.Create(CultureInfo.InvariantCulture, $"abstains, because two are nearly as alike (margin {_margin:0.000}): {nearest}"),
            3 => "abstains, because its candidate cannot serve this: " + nearest,
            _ => nearest,
        };
    }

    private EmbeddingAnswer? Find(RoutingContext context)
    {
        foreach (var (policy, answer) in context.Embeddings)
        {
            if (ReferenceEquals(policy, this))
            {
                return answer;
            }
        }

        return null;
    }
}
