namespace Loadline.Core.Agents;

/// <summary>The names of <see cref="AgentStage"/> as configs write them.</summary>
internal static class AgentStages
{
    private static readonly string[] NamesByStage = ["start", "exploring", "producing", "working", "trouble"];

    /// <summary>Every name, in the order of <see cref="AgentStage"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByStage;

    public static string ToName(AgentStage stage) => NamesByStage[(int)stage];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string name, out AgentStage stage)
    {
        var index = Array.IndexOf(NamesByStage, name);
        stage = (AgentStage)Math.Max(0, index);
        return index >= 0;
    }
}
