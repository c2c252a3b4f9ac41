namespace Loadline.Core.Health;

/// <summary>The state of one gate, as reports and metrics show it.</summary>
public enum HealthState : byte
{
    /// <summary>Takes its full share.</summary>
    Healthy,

    /// <summary>Came back lately and takes a growing share.</summary>
    Ramping,

    /// <summary>Its bench has passed: a few calls probe it.</summary>
    HalfOpen,

    /// <summary>Gets nothing.</summary>
    Benched,
}
