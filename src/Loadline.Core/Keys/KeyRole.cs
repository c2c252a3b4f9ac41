namespace Loadline.Core.Keys;

/// <summary>What a key's holder may do, least first.</summary>
public enum KeyRole
{
    /// <summary>May call models within its scope and give feedback on its own decisions.</summary>
    Caller,

    /// <summary>May look at decisions, figures and the state of providers; calls no model.</summary>
    Viewer,

    /// <summary>May also change what routes do, label audits and give feedback for anybody.</summary>
    Operator,

    /// <summary>May do everything, call models and manage keys included.</summary>
    Admin,
}
