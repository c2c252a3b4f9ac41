using Loadline.Core.Runtime;

namespace Loadline.Core.Health;

/// <summary>A deployment's health: its own, its provider's address and its credential together.</summary>
public static class DeploymentHealth
{
    /// <summary>Tells whether a call may be sent now.</summary>
    public static bool MayUse(DeploymentSnapshot deployment, TimeSpan now) =>
        deployment.State.Gate.MayUse(now) && deployment.Provider.State.Address.MayUse(now) && deployment.Provider.State.Credential.MayUse(now);

    /// <summary>Gets the worst state of the three.</summary>
    public static HealthState State(DeploymentSnapshot deployment, TimeSpan now)
    {
        var own = deployment.State.Gate.State(now);
        var address = deployment.Provider.State.Address.State(now);
        var credential = deployment.Provider.State.Credential.State(now);
        return (HealthState)Math.Max((byte)own, Math.Max((byte)address, (byte)credential));
    }

    /// <summary>Gets the longest time left on any bench.</summary>
    public static TimeSpan Left(DeploymentSnapshot deployment, TimeSpan now)
    {
        var own = deployment.State.Gate.Left(now);
        var address = deployment.Provider.State.Address.Left(now);
        var credential = deployment.Provider.State.Credential.Left(now);
        var left = own > address ? own : address;
        return left > credential ? left : credential;
    }

    /// <summary>Enters all three gates or none.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="now">The time.</param>
    /// <param name="probes">What must be given back when the call has ended.</param>
    public static bool TryEnter(DeploymentSnapshot deployment, TimeSpan now, out ProbePermits probes)
    {
        probes = ProbePermits.None;
        return TryEnter(deployment.State.Gate, now, ProbePermits.Deployment, ref probes)
            && (TryEnter(deployment.Provider.State.Address, now, ProbePermits.Address, ref probes) || Undo(deployment, ref probes))
            && (TryEnter(deployment.Provider.State.Credential, now, ProbePermits.Credential, ref probes) || Undo(deployment, ref probes));
    }

    /// <summary>Gives the permits of a call that has ended back.</summary>
    public static void Leave(DeploymentSnapshot deployment, ProbePermits probes)
    {
        if (probes == ProbePermits.None)
        {
            return;
        }

        Leave(deployment.State.Gate, probes & ProbePermits.Deployment);
        Leave(deployment.Provider.State.Address, probes & ProbePermits.Address);
        Leave(deployment.Provider.State.Credential, probes & ProbePermits.Credential);
    }

    private static bool TryEnter(HealthGate gate, TimeSpan now, ProbePermits permit, ref ProbePermits probes)
    {
        var isIn = gate.TryEnter(now, out var isProbe);
        probes |= isProbe ? permit : ProbePermits.None;
        return isIn;
    }

    private static bool Undo(DeploymentSnapshot deployment, ref ProbePermits probes)
    {
        Leave(deployment, probes);
        probes = ProbePermits.None;
        return false;
    }

    private static void Leave(HealthGate gate, ProbePermits permit)
    {
        if (permit != ProbePermits.None)
        {
            gate.Leave();
        }
    }
}
