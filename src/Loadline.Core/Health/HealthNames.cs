namespace Loadline.Core.Health;

/// <summary>The names of <see cref="HealthState"/> in reports.</summary>
public static class HealthNames
{
    /// <summary>The name in lower case.</summary>
    public static string Of(HealthState state) => state switch
    {
        HealthState.Healthy => "healthy",
        HealthState.Ramping => "ramping",
        HealthState.HalfOpen => "half_open",
        _ => "benched",
    };
}
