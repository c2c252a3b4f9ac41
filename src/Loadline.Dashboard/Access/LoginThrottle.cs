namespace Loadline.Dashboard.Access;

/// <summary>Bounds wrong keys: ten at once, then one every six seconds, over all who try.</summary>
/// <remarks>Keys hold 256 random bits, but an admin key is whatever somebody wrote into the config.</remarks>
internal sealed class LoginThrottle(TimeProvider time)
{
    private const double Most = 10;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(6);

    private readonly Lock _gate = new();
    private double _left = Most;
    private long _at = time.GetTimestamp();

    /// <summary>Tells whether a key may be tried now.</summary>
    public bool MayTry()
    {
        lock (_gate)
        {
            Fill();
            return _left >= 1;
        }
    }

    public void Failed()
    {
        lock (_gate)
        {
            Fill();
            _left = Math.Max(0, _left - 1);
        }
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(Most, _left + (time.GetElapsedTime(_at, now) / Refill));
        _at = now;
    }
}
