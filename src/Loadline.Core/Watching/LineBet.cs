using Loadline.Core.Quality;

namespace Loadline.Core.Watching;

/// <summary>Watches a line of one or two parts: whether it still holds, or the other way round, whether it holds again.</summary>
/// <remarks>
/// d = served − keep · reference, and lose − lost. Watching, an alarm rejects "both hold": the mean of the two wealths is a supermartingale
/// under it, so one part's failure is enough and δ is spent once. Proving, "one of them fails" is rejected: both wealths must be there, and no
/// correction is owed (Berger 1982).
/// </remarks>
public sealed class LineBet
{
    private readonly QualityLine _line;
    private readonly bool _proves;
    private readonly ChangeBet? _keep;
    private readonly ChangeBet? _lose;

    /// <param name="line">The line.</param>
    /// <param name="proves">Whether it is to be proven; else it is watched.</param>
    /// <param name="labelRate">The probability with which values are corrected by labels; 0: they never are.</param>
    /// <param name="state">What was remembered; <see langword="null"/>: from the start.</param>
    public LineBet(QualityLine line, bool proves, double labelRate = 0, LineBetState? state = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        _line = line;
        _proves = proves;

        // A judged value that a label turns from one end to the other counts 1/π times the difference.
        if (line.Keep is { } keep)
        {
            var corrected = labelRate > 0 ? (1 + keep) / labelRate : 0;
            _keep = new ChangeBet((proves ? keep : 1) + corrected, state?.Keep);
        }

        if (line.Lose is { } lose)
        {
            _lose = new ChangeBet((proves ? 1 - lose : lose) + (labelRate > 0 ? 1 / labelRate : 0), state?.Lose);
        }
    }

    /// <summary>Gets the wealth against what is tested; at 1/δ it is rejected.</summary>
    public double Wealth => _keep is null ? _lose?.Wealth ?? 1
        : _lose is null ? _keep.Wealth
        : _proves ? Math.Min(_keep.Wealth, _lose.Wealth) : (_keep.Wealth + _lose.Wealth) / 2;

    /// <summary>Gets what it must be given to go on later.</summary>
    public LineBetState State => new(_keep?.State, _lose?.State);

    /// <summary>Adds a graded pair.</summary>
    /// <param name="served">The grade of what served, in [0,1].</param>
    /// <param name="reference">The reference's, in [0,1].</param>
    /// <param name="weight">In (0,1]: the least rate over the one that it was audited with.</param>
    public void Add(double served, double reference, double weight = 1) => Bet(weight * Keep(served, reference), weight * Lose(served, reference));

    /// <summary>Adds a group of graded pairs as one value, such as a session whose pairs resemble each other.</summary>
    /// <param name="served">The mean over the group of weight · grade of what served, in [0,1].</param>
    /// <param name="reference">The same of the reference's grade.</param>
    /// <param name="lost">The same of 1 where a pair was lost, of 0 elsewhere.</param>
    /// <param name="weight">The mean weight, in (0,1].</param>
    public void AddMean(double served, double reference, double lost, double weight) => Bet(Keep(served, reference), (weight * (_line.Lose ?? 0)) - lost);

    /// <summary>Adds a judged pair that was drawn for a label with probability π, once the label is there: η judged + (labelled − η judged) / π.</summary>
    /// <param name="judged">The judge's grades.</param>
    /// <param name="labelled">The person's.</param>
    /// <param name="labelRate">π.</param>
    /// <param name="weight">In (0,1]: the least rate over the one that it was audited with.</param>
    /// <param name="judgeWeight">η, in [0,1]: fixed before it was drawn. Pairs that were not drawn are added with it as part of their weight.</param>
    public void AddLabelled(
        (double Served, double Reference) judged, (double Served, double Reference) labelled, double labelRate, double weight = 1, double judgeWeight = 1)
    {
        var keep = judgeWeight * Keep(judged.Served, judged.Reference);
        var lose = judgeWeight * Lose(judged.Served, judged.Reference);
        Bet(
            weight * (keep + ((Keep(labelled.Served, labelled.Reference) - keep) / labelRate)),
            weight * (lose + ((Lose(labelled.Served, labelled.Reference) - lose) / labelRate)));
    }

    /// <summary>What a pair is worth to the line's first part.</summary>
    public double Value((double Served, double Reference) pair) =>
        _keep is null ? Lose(pair.Served, pair.Reference) : Keep(pair.Served, pair.Reference);

    private double Keep(double served, double reference) => served - ((_line.Keep ?? 0) * reference);

    private double Lose(double served, double reference) => (_line.Lose ?? 0) - (QualityLine.IsLost(served, reference) ? 1 : 0);

    private void Bet(double keep, double lose)
    {
        _keep?.Add(_proves ? -keep : keep);
        _lose?.Add(_proves ? -lose : lose);
    }
}
