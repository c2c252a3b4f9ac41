namespace Loadline.Core.Signals;

/// <summary>The names of <see cref="TaskKind"/> as configs, headers and records write them.</summary>
public static class TaskKinds
{
    private static readonly string[] NamesByKind =
        ["chat", "question", "classify", "extract", "summarize", "rewrite", "translate", "code", "math", "reason", "create", "tool-use", "agent"];

    /// <summary>Every name, in the order of <see cref="TaskKind"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByKind;

    /// <summary>The name in lower case.</summary>
    public static string ToName(TaskKind kind) => NamesByKind[(int)kind];

    /// <summary>Reads a name in any case, without allocating.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out TaskKind kind)
    {
        for (var i = 0; i < NamesByKind.Length; i++)
        {
            if (name.Equals(NamesByKind[i], StringComparison.OrdinalIgnoreCase))
            {
                kind = (TaskKind)i;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
