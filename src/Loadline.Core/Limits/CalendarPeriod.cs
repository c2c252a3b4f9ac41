namespace Loadline.Core.Limits;

/// <summary>Calendar periods in UTC.</summary>
public static class CalendarPeriod
{
    /// <summary>Finds the period that a time lies in.</summary>
    /// <returns>Its start and its end; for ever where there is no window.</returns>
    public static (DateTimeOffset Start, DateTimeOffset End) Of(LimitWindow window, DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        switch (window)
        {
            case LimitWindow.Minute:
                var minute = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, utc.Minute, 0, TimeSpan.Zero);
                return (minute, minute.AddMinutes(1));
            case LimitWindow.Hour:
                var hour = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
                return (hour, hour.AddHours(1));
            case LimitWindow.Day:
                var day = new DateTimeOffset(utc.Year, utc.Month, utc.Day, 0, 0, 0, TimeSpan.Zero);
                return (day, day.AddDays(1));
            case LimitWindow.Month:
                var month = new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
                return (month, month.AddMonths(1));
            default:
                return (DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
        }
    }

    /// <summary>Gets the length that a rate's bucket fills in; a month counts as 30 days.</summary>
    public static TimeSpan Length(LimitWindow window) => window switch
    {
        LimitWindow.Minute => TimeSpan.FromMinutes(1),
        LimitWindow.Hour => TimeSpan.FromHours(1),
        LimitWindow.Day => TimeSpan.FromDays(1),
        _ => TimeSpan.FromDays(30),
    };
}
