namespace Loadline.Core.Decisions;

/// <summary>How a model came to serve a request.</summary>
public static class ServedRoles
{
    /// <summary>Routing chose it.</summary>
    public const string Choice = "choice";

    /// <summary>It stood in for the choice and was not expected to answer worse.</summary>
    public const string StandIn = "stand-in";

    /// <summary>It is the reference: observing, escalated to, or failed over to.</summary>
    public const string Reference = "reference";

    /// <summary>It is a named fallback that may be weaker than the choice.</summary>
    public const string Downgrade = "downgrade";
}
