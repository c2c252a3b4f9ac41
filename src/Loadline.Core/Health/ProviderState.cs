namespace Loadline.Core.Health;

/// <summary>Live state of a provider; kept over config reloads while its address stays, its credential's while the key stays.</summary>
/// <param name="hasBreaker">Whether failures bench it.</param>
public sealed class ProviderState(bool hasBreaker = true)
{
    /// <summary>Gets the gate that connection failures close, after three in a row.</summary>
    public HealthGate Address { get; private init; } =
        new(hasBreaker ? HealthOptions.Default with { ConsecutiveFailures = 3 } : HealthOptions.Off);

    /// <summary>Gets the gate that refused credentials and empty accounts close.</summary>
    public HealthGate Credential { get; } = new(hasBreaker ? HealthOptions.Credential : HealthOptions.Off);

    /// <summary>Makes the state of the same address with another credential.</summary>
    internal ProviderState WithNewCredential() => new(hasBreaker) { Address = Address };
}
