using Loadline.Core.Facts;

namespace Loadline.Core.Agents;

/// <summary>The names of <see cref="RequestClass"/>, and how headers tell them.</summary>
internal static class RequestClasses
{
    private static readonly string[] NamesByClass = ["main", "subagent", "workflow", "compaction", "auxiliary"];
    private static readonly string[] ClassHeaders = ["x-loadline-request-class", "x-claude-code-request-class", "x-claude-1p-request-class"];
    private static readonly string[] AgentHeaders = ["x-loadline-agent-id", "x-claude-code-agent-id"];
    private static readonly string[] KindHeaders = ["x-loadline-agent", "x-claude-code-agent-type"];

    /// <summary>Every name, in the order of <see cref="RequestClass"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByClass;

    /// <summary>Reads the class off the headers; <see cref="RequestClass.Main"/> where they say nothing that is known.</summary>
    public static RequestClass Of(IRequestHeaders? headers)
    {
        if (headers is null)
        {
            return RequestClass.Main;
        }

        foreach (var name in ClassHeaders)
        {
            if (headers.Find(name) is { } value && TryParse(value, out var stated))
            {
                return stated;
            }
        }

        if (headers.Find("x-claude-code-compaction") is { Length: > 0 })
        {
            return RequestClass.Compaction;
        }

        return First(headers, AgentHeaders) is null ? RequestClass.Main : RequestClass.Subagent;
    }

    /// <summary>Reads the kind of agent off the headers; <see langword="null"/> where they name none.</summary>
    public static string? AgentOf(IRequestHeaders? headers) => headers is null ? null : First(headers, KindHeaders);

    /// <summary>Reads a name in any case, without allocating; Claude Code's own names for its inner classes are known, too.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out RequestClass value)
    {
        name = name.Trim();
        for (var i = 0; i < NamesByClass.Length; i++)
        {
            if (name.Equals(NamesByClass[i], StringComparison.OrdinalIgnoreCase))
            {
                value = (RequestClass)i;
                return true;
            }
        }

        value = name.Equals("summary-extraction", StringComparison.OrdinalIgnoreCase) ? RequestClass.Auxiliary
            : name.Equals("blocking-subagent", StringComparison.OrdinalIgnoreCase) ? RequestClass.Subagent : RequestClass.Main;
        return value != RequestClass.Main;
    }

    private static string? First(IRequestHeaders headers, string[] names)
    {
        foreach (var name in names)
        {
            if (headers.Find(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
