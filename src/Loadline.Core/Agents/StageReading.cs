namespace Loadline.Core.Agents;

/// <summary>What a conversation's tool history came to.</summary>
/// <param name="Stage">Where the agent stands.</param>
/// <param name="Results">Results seen.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Streak">Good results since the last failure, while in trouble; failures in a row otherwise.</param>
/// <param name="IsLoop">Whether going in circles called the trouble.</param>
public readonly record struct StageReading(AgentStage Stage, int Results, int Failed, int Streak, bool IsLoop);
