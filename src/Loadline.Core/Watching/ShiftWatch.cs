namespace Loadline.Core.Watching;

/// <summary>Tells whether the mean of values in [0,1] has moved from where it began by more than a tolerance.</summary>
/// <remarks>
/// The first values make the beginning. Two bets then watch for a fall and a rise beyond the tolerance. The beginning is itself an
/// estimate, so this is a sign to look at and no proof: nothing is switched by it.
/// </remarks>
internal sealed class ShiftWatch
{
    /// <summary>How many values make the beginning.</summary>
    public const int Beginning = 200;

    private const double AlarmAt = 100;

    private readonly double _tolerance;
    private int _count;
    private double _sum;
    private double _missing;
    private ChangeBet? _down;
    private ChangeBet? _up;

    /// <param name="tolerance">How far the mean may move, above 0.</param>
    /// <param name="state">What was remembered; <see langword="null"/>: from the start.</param>
    public ShiftWatch(double tolerance, ShiftState? state = null)
    {
        _tolerance = tolerance;
        (_count, _sum, _missing) = (state?.Count ?? 0, state?.Sum ?? 0, state?.Missing ?? 0);
        if (_count >= Beginning)
        {
            (_down, _up) = (new ChangeBet(1 + _tolerance, state!.Down), new ChangeBet(1 + _tolerance, state.Up));
        }
    }

    /// <summary>Gets the mean of the beginning; not a number before it is complete.</summary>
    public double Began => _count < Beginning ? double.NaN : _sum / (_count - _missing);

    public bool HasFallen => _down?.Wealth >= AlarmAt;

    public bool HasRisen => _up?.Wealth >= AlarmAt;

    public ShiftState State => new(_count, _sum, _down?.State, _up?.State) { Missing = _missing };

    /// <param name="value">In [0,1].</param>
    /// <param name="weight">In (0,1]: what makes up for how likely it was to be looked at.</param>
    public void Add(double value, double weight = 1)
    {
        if (_count < Beginning)
        {
            _count++;
            _sum += weight * value;
            _missing += 1 - weight;
            if (_count == Beginning)
            {
                (_down, _up) = (new ChangeBet(1 + _tolerance), new ChangeBet(1 + _tolerance));
            }

            return;
        }

        _down!.Add(weight * (value - Began + _tolerance));
        _up!.Add(weight * (Began + _tolerance - value));
    }
}
