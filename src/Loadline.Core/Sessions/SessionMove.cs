namespace Loadline.Core.Sessions;

/// <summary>What a session did with the policy's choice.</summary>
public enum SessionMove : byte
{
    /// <summary>It is new, or nothing is known of it any more: the policy's choice stands.</summary>
    Fresh,

    /// <summary>The policy wants what the session has.</summary>
    Agreed,

    /// <summary>It stays with what it has: moving would not pay.</summary>
    Stayed,

    /// <summary>It moves to a cheaper candidate: that pays.</summary>
    MovedDown,

    /// <summary>It follows the policy to a dearer candidate.</summary>
    MovedUp,

    /// <summary>It takes a higher effort of its own model in the place of a dearer model.</summary>
    RaisedEffort,

    /// <summary>It has to leave: what it had cannot serve.</summary>
    Left,
}
