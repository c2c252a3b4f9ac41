namespace Loadline.Core.Configuration;

/// <summary>Which of a provider's credentials a call takes.</summary>
public enum KeyRotation
{
    /// <summary>The next one, so that all share the calls evenly.</summary>
    RoundRobin,

    /// <summary>The first one that the provider does not refuse or slow down now.</summary>
    Failover,
}
