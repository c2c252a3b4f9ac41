using System.Globalization;
using Loadline.Core.Signals;

namespace Loadline.Core.Watching;

/// <summary>Tells whether requests have become otherwise than the certifying rows: their tasks, domains, languages or lengths.</summary>
/// <remarks>
/// For each kind of segment H0 is that the total variation distance between traffic and certifying rows is at most
/// <see cref="Tolerance"/>. Then no set S of segments is more frequent than its share P(S) of the rows plus the tolerance, whichever set
/// earlier requests suggest: E[P(S) + tolerance − 1(in S)] ≥ 0, and a <see cref="ChangeBet"/> on that grows only where H0 is wrong
/// (betting against a prediction: Podkopaev and Ramdas 2023). S is what has lately been more frequent than among the rows. The wealth is the
/// mean over kinds. P is itself a share of so many rows, so this is a sign to look at and no proof: nothing is switched by it.
/// </remarks>
internal sealed class MixWatch
{
    /// <summary>The share of requests that may have moved from some segments to others.</summary>
    public const double Tolerance = 0.10;

    private const double AlarmAt = 100;

    // Lately: the last two hundred or so.
    private const double Fading = 0.995;

    private readonly IReadOnlyDictionary<string, double> _certified;
    private readonly Dictionary<string, double> _recent;
    private readonly Dictionary<string, ChangeBet> _bets;

    /// <param name="certified">The certifying rows' share of each segment, of its kind.</param>
    /// <param name="state">What was remembered; <see langword="null"/>: from the start.</param>
    public MixWatch(IReadOnlyDictionary<string, double> certified, MixState? state = null)
    {
        ArgumentNullException.ThrowIfNull(certified);
        _certified = certified;
        _recent = state?.Recent.ToDictionary(StringComparer.Ordinal) ?? [];
        _bets = certified.Keys.Select(RequestSegments.KindOf).Distinct(StringComparer.Ordinal).ToDictionary(
            kind => kind, kind => new ChangeBet(1 + Tolerance, state?.Bets.GetValueOrDefault(kind)), StringComparer.Ordinal);
    }

    public bool HasMoved => _bets.Count > 0 && _bets.Values.Average(bet => bet.Wealth) >= AlarmAt;

    public MixState State => new(_recent, _bets.ToDictionary(pair => pair.Key, pair => pair.Value.State, StringComparer.Ordinal));

    /// <summary>Takes a request in.</summary>
    /// <param name="segments">Its segments; those of a kind that no certifying row has are passed over.</param>
    /// <param name="weight">In (0,1]: what makes up for how likely it was to be looked at.</param>
    public void Add(IReadOnlyList<string> segments, double weight = 1)
    {
        ArgumentNullException.ThrowIfNull(segments);
        foreach (var segment in segments)
        {
            var kind = RequestSegments.KindOf(segment);
            if (_bets.TryGetValue(kind, out var bet))
            {
                var grown = Grown(kind).ToList();
                var share = grown.Sum(one => _certified.GetValueOrDefault(one));
                bet.Add(weight * (share + Tolerance - (grown.Contains(segment) ? 1 : 0)));
                Fade(kind);
                _recent[segment] = _recent.GetValueOrDefault(segment) + weight;
            }
        }
    }

    /// <summary>Says what has grown most, of the kind that speaks loudest.</summary>
    public string Describe()
    {
        var kind = _bets.MaxBy(pair => pair.Value.Wealth).Key;
        var total = Total(kind);
        var most = Grown(kind).MaxBy(one => (_recent[one] / total) - _certified.GetValueOrDefault(one));
        return most is null ? kind : string.Create(
            CultureInfo.InvariantCulture, $"{most} is lately {_recent[most] / total:0.0%} of requests and was {_certified.GetValueOrDefault(most):0.0%} of the certifying rows");
    }

    private IEnumerable<string> Grown(string kind)
    {
        var total = Total(kind);
        return Of(kind).Where(one => _recent[one] > _certified.GetValueOrDefault(one) * total);
    }

    private double Total(string kind) => Of(kind).Sum(one => _recent[one]);

    private IEnumerable<string> Of(string kind) => _recent.Keys.Where(one => RequestSegments.KindOf(one) == kind);

    private void Fade(string kind)
    {
        foreach (var one in Of(kind).ToList())
        {
            _recent[one] *= Fading;
        }
    }
}
