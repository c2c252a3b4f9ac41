namespace Loadline.Core.Watching;

/// <summary>Tells whether people's labels contradict the judge more often than it was taken to err.</summary>
/// <remarks>
/// H0: the probability that a drawn label contradicts it is at most the tolerance. The bet is a <see cref="ChangeBet"/> on tolerance − 1(contradicted);
/// under H0 it reaches 1/δ with probability at most δ (Ville 1939), however often one looks.
/// </remarks>
/// <param name="tolerance">The share that may be contradicted, in [0,1).</param>
/// <param name="state">What was remembered; <see langword="null"/>: from the start.</param>
internal sealed class JudgeWatch(double tolerance, BetState? state = null)
{
    /// <summary>The probability with which an able judge is accused.</summary>
    public const double Delta = 0.05;

    // A loss of 1 − tolerance is what is bet on; the most that a value may be keeps wealth above 0 whatever the stake.
    private readonly ChangeBet _bet = new(Math.Max(tolerance, 0.01), state);

    public bool IsWrong => _bet.Wealth * Delta >= 1;

    public BetState State => _bet.State;

    /// <summary>Takes a label in that was drawn by chance.</summary>
    /// <param name="contradicts">Whether it lies half a grade or more from the judge's, for either answer.</param>
    public void Add(bool contradicts) => _bet.Add(tolerance - (contradicts ? 1 : 0));
}
