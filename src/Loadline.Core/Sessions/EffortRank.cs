namespace Loadline.Core.Sessions;

/// <summary>Which of two reasoning efforts is the higher.</summary>
internal static class EffortRank
{
    private static readonly string[] Efforts = ["none", "minimal", "low", "", "medium", "high", "xhigh", "max"];

    /// <summary>Ranks an effort; one left to the model counts as just below medium, an unknown word as highest.</summary>
    public static int Of(string? effort)
    {
        var rank = Array.IndexOf(Efforts, effort ?? "");
        return rank < 0 ? Efforts.Length : rank;
    }
}
