namespace Loadline.Core.Watching;

/// <summary>Tells whether the mean of values in [0,1] has moved from where it began by more than a tolerance.</summary>
/// <remarks>
/// The first values make the beginning. Two bets then watch for a fall and a rise beyond the tolerance. The beginning is itself an
/// estimate, so this is a sign to look at and no proof: nothing is switched by it.
/// </remarks>
public sealed class ShiftWatch
{
    /// <summary>How many values make the beginning.</summary>
    public const int Beginning = 200;

    private const double AlarmAt = 100;

    private readonly double _tolerance;
    private int _count;
    private double _sum;
    private ChangeBet? _down;
    private ChangeBet? _up;

    /// <param name="tolerance">How far the mean may move, above 0.</param>
    /// <param name="state">What was remembered; <see langword="null"/>: from the start.</param>
    public ShiftWatch(double tolerance, ShiftState? state = null)
    {
        _tolerance = tolerance;
        (_count, _sum) = (state?.Count ?? 0, state?.Sum ?? 0);
        if (_count >= Beginning)
        {
            (_down, _up) = (new ChangeBet(1, state!.Down), new ChangeBet(1, state.Up));
        }
    }

    /// <summary>Gets the mean of the beginning; not a number before it is complete.</summary>
    public double Began => _count < Beginning ? double.NaN : _sum / _count;

    public bool HasFallen => _down?.Wealth >= AlarmAt;

    public bool HasRisen => _up?.Wealth >= AlarmAt;

    public ShiftState State => new(_count, _sum, _down?.State, _up?.State);

    public void Add(double value)
    {
        if (_count < Beginning)
        {
            _count++;
            _sum += value;
            if (_count == Beginning)
            {
                (_down, _up) = (new ChangeBet(1), new ChangeBet(1));
            }

            return;
        }

        _down!.Add(Math.Min(1, value - Began + _tolerance));
        _up!.Add(Math.Min(1, Began + _tolerance - value));
    }
}
