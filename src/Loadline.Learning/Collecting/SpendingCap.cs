namespace Loadline.Learning.Collecting;

/// <summary>Sees to it that no call begins that could take the spending beyond its cap. Thread-safe.</summary>
/// <remarks>Each call first reserves the most it can cost, and afterwards gives back what it did not.</remarks>
public sealed class SpendingCap(decimal maxUsd)
{
    private readonly Lock _lock = new();
    private decimal _spent;
    private decimal _reserved;

    public decimal SpentUsd
    {
        get
        {
            lock (_lock)
            {
                return _spent;
            }
        }
    }

    /// <summary>Gets a value indicating whether a call was refused.</summary>
    public bool IsReached { get; private set; }

    public bool TryReserve(decimal usd)
    {
        lock (_lock)
        {
            if (_spent + _reserved + usd > maxUsd)
            {
                IsReached = true;
                return false;
            }

            _reserved += usd;
            return true;
        }
    }

    public void Settle(decimal reserved, decimal actual)
    {
        lock (_lock)
        {
            _reserved -= reserved;
            _spent += actual;
        }
    }
}
