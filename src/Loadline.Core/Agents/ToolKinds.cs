namespace Loadline.Core.Agents;

/// <summary>Tells by a tool's name, and a shell command's first word, whether an agent looks around or makes something.</summary>
internal static class ToolKinds
{
    private static readonly byte[][] Making = Bytes("write", "edit", "patch", "create", "replace", "insert", "delete", "rename", "notebook", "update", "apply");

    private static readonly byte[][] Looking = Bytes(
        "read", "grep", "glob", "list", "find", "search", "view", "fetch", "open", "get", "lookup", "query", "browse", "ls", "cat", "tree");

    private static readonly byte[][] Shells = Bytes("bash", "shell", "exec", "terminal", "command", "powershell");

    // A plan or a list of things to do is neither: the stage before it stands.
    private static readonly byte[][] Planning = Bytes("todo", "plan", "think", "task", "toolsearch", "tool_search");

    private static readonly byte[][] LookingCommands = Bytes(
        "cat", "ls", "rg", "grep", "find", "head", "tail", "wc", "tree", "pwd", "which", "file", "stat", "git status", "git log", "git diff", "git show");

    /// <summary>Names the stage that a call brings the agent to.</summary>
    /// <param name="name">The tool's name.</param>
    /// <param name="arguments">Its arguments as they stand in the body.</param>
    /// <param name="before">The stage until then.</param>
    public static AgentStage StageOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, AgentStage before)
    {
        Span<byte> lower = stackalloc byte[64];
        ReadOnlySpan<byte> known = lower[..Lower(name, lower)];
        return Contains(known, Planning) ? (before == AgentStage.Start ? AgentStage.Working : before)
            : Contains(known, Making) ? AgentStage.Producing
            : Contains(known, Shells) ? (IsLook(arguments) ? AgentStage.Exploring : AgentStage.Working)
            : Contains(known, Looking) ? AgentStage.Exploring
            : AgentStage.Working;
    }

    // The command is a string somewhere in the arguments: {"command":"ls -la"}, ["bash","-lc","ls"], "{\"cmd\":\"ls\"}".
    private static bool IsLook(ReadOnlySpan<byte> arguments)
    {
        foreach (var command in LookingCommands)
        {
            var at = arguments.IndexOf(command);
            if (at > 0 && BeginsString(arguments[..at]) && EndsWord(arguments[(at + command.Length)..]))
            {
                return true;
            }
        }

        return false;
    }

    // Arguments that are JSON in a string have their quotes escaped, one way or the other.
    private static bool BeginsString(ReadOnlySpan<byte> before) => before[^1] == (byte)'"' || before.EndsWith("\\u0022"u8);

    private static bool EndsWord(ReadOnlySpan<byte> after) => after.IsEmpty || after.StartsWith("\\"u8) || !char.IsAsciiLetterOrDigit((char)after[0]);

    private static int Lower(ReadOnlySpan<byte> name, Span<byte> to)
    {
        var length = Math.Min(name.Length, to.Length);
        for (var i = 0; i < length; i++)
        {
            to[i] = name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
        }

        return length;
    }

    private static bool Contains(ReadOnlySpan<byte> name, byte[][] words)
    {
        foreach (var word in words)
        {
            if (name.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[][] Bytes(params string[] words) => [.. words.Select(System.Text.Encoding.UTF8.GetBytes)];
}
