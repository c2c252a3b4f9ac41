namespace Loadline.Core.Sessions;

/// <summary>What a session does where the policy wants a candidate that is dearer than the one it is with.</summary>
public enum UpwardMove : byte
{
    /// <summary>It follows at once: the policy has a reason that money does not see.</summary>
    Follow,

    /// <summary>It stays: the policy looked at money, load or time, and did not see the warm cache.</summary>
    Hold,
}
