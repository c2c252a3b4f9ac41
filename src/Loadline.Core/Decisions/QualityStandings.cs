namespace Loadline.Core.Decisions;

/// <summary>What is known of the quality of what was served.</summary>
internal static class QualityStandings
{
    /// <summary>The reference itself served.</summary>
    public const string Reference = "reference";

    /// <summary>The route's choice served as its certificate proved it.</summary>
    public const string Certified = "certified";

    /// <summary>Nothing was proven of what served: no certificate, or something overrode the choice.</summary>
    public const string Uncertified = "uncertified";
}
