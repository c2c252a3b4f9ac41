namespace Loadline.Core.Agents;

/// <summary>Where an agent stands in its work.</summary>
public enum AgentStage : byte
{
    /// <summary>No tool has been used yet.</summary>
    Start,

    /// <summary>It looks around: reads, lists, searches.</summary>
    Exploring,

    /// <summary>It makes something: writes, edits, creates.</summary>
    Producing,

    /// <summary>It runs commands or uses tools of which nothing is known.</summary>
    Working,

    /// <summary>Its tools keep failing, or it goes in circles, and it has not recovered since.</summary>
    Trouble,
}
