namespace Loadline.Core.Signals;

/// <summary>How many tokens an answer is expected to have, by task, before anything was learned from real ones.</summary>
/// <remarks>Rough figures for estimates that only compare candidates; every record carries the real usage.</remarks>
internal static class OutputLengths
{
    /// <summary>Used where no rule or policy asked for the task.</summary>
    public const int Unknown = 256;

    private static readonly int[] ByTask = [120, 200, 20, 120, 200, 250, 250, 500, 350, 600, 600, 100, 300];

    public static int Expected(TaskKind task) => ByTask[(int)task];
}
