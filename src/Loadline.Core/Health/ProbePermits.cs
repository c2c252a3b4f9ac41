namespace Loadline.Core.Health;

/// <summary>Which gates a call entered as a probe.</summary>
[Flags]
public enum ProbePermits : byte
{
    None = 0,
    Deployment = 1,
    Address = 2,
    Credential = 4,
}
