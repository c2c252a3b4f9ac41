namespace Loadline.Core.Health;

/// <summary>Which gates a call entered as a probe.</summary>
[Flags]
public enum ProbePermits : byte
{
    /// <summary>None: the call is an ordinary one.</summary>
    None = 0,

    /// <summary>The deployment's own gate.</summary>
    Deployment = 1,

    /// <summary>The gate of the provider's address, which its deployments share.</summary>
    Address = 2,

    /// <summary>The gate of the credential, which deployments share.</summary>
    Credential = 4,
}
