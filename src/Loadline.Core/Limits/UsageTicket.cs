namespace Loadline.Core.Limits;

/// <summary>One request's place in every meter that it counts against: its key's, team's, route's, model's.</summary>
/// <remarks>Pooled with its request; not thread-safe. Entered in a given order, and left whole or not at all.</remarks>
public sealed class UsageTicket
{
    private UsageMeter?[] _meters = new UsageMeter?[4];
    private int _count;
    private UsageDemand _asked;

    /// <summary>Gets a value indicating whether something is taken that must be given back.</summary>
    public bool IsHeld => _count > 0;

    /// <summary>Enters all meters, or none; <see langword="null"/> ones are passed over.</summary>
    public bool TryEnter(ReadOnlySpan<UsageMeter?> meters, in UsageDemand demand, TimeSpan now, DateTimeOffset utc, out LimitDenial denial)
    {
        denial = default;
        _asked = demand;
        foreach (var meter in meters)
        {
            if (meter is null)
            {
                continue;
            }

            if (!meter.TryEnter(demand, now, utc, out denial))
            {
                TakeBack(utc);
                return false;
            }

            Hold(meter);
        }

        return true;
    }

    /// <summary>Enters one more meter with the same demand; where it refuses, all are left as if they had never been asked.</summary>
    public bool TryAdd(UsageMeter meter, in UsageDemand demand, TimeSpan now, DateTimeOffset utc, out LimitDenial denial)
    {
        _asked = demand;
        if (!meter.TryEnter(demand, now, utc, out denial))
        {
            TakeBack(utc);
            return false;
        }

        Hold(meter);
        return true;
    }

    /// <summary>Leaves with what was used; nothing happens where nothing is held.</summary>
    public void Leave(in UsageDemand used, DateTimeOffset utc)
    {
        while (_count > 0)
        {
            _meters[--_count]!.Leave(_asked, used, utc);
            _meters[_count] = null;
        }
    }

    /// <summary>Leaves as if it had never asked; nothing happens where nothing is held.</summary>
    public void TakeBack(DateTimeOffset utc)
    {
        while (_count > 0)
        {
            _meters[--_count]!.TakeBack(_asked, utc);
            _meters[_count] = null;
        }
    }

    private void Hold(UsageMeter meter)
    {
        if (_count == _meters.Length)
        {
            Array.Resize(ref _meters, 2 * _count);
        }

        _meters[_count++] = meter;
    }
}
