namespace Loadline.Core.Agents;

/// <summary>What an agent sent a request for.</summary>
public enum RequestClass : byte
{
    /// <summary>The conversation with its user.</summary>
    Main,

    /// <summary>A helper that it started.</summary>
    Subagent,

    /// <summary>A step of a scripted run.</summary>
    Workflow,

    /// <summary>Making a long conversation short.</summary>
    Compaction,

    /// <summary>Titles, summaries, suggestions: what nobody waits for.</summary>
    Auxiliary,
}
