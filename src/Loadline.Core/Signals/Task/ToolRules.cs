using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>Rules for requests around tools: one call that answers, or an agent at work.</summary>
internal static class ToolRules
{
    private const int PromptBytes = 4096;

    public static void Apply(
        in TextShape user, ReadOnlySpan<byte> system, bool hasTools, bool lastTurnIsToolResult, int turns, ref TaskScores scores)
    {
        var agentic = AgenticPrompt(system);
        if (!hasTools && !lastTurnIsToolResult)
        {
            scores.Add(TaskKind.Agent, agentic >= 2 ? 2f : 0f);
            return;
        }

        scores.Add(TaskKind.Agent, 1.7f * Math.Min(agentic, 4));
        scores.Add(TaskKind.Agent, lastTurnIsToolResult ? 2f : 0f);
        scores.Add(TaskKind.Agent, turns >= 6 ? 2.5f : turns >= 4 ? 1f : 0f);
        scores.Add(TaskKind.Agent, user.Of(WordClass.AgentNoun) >= 2 ? 1.2f : 0f);
        scores.Add(TaskKind.Agent, user.Imperatives >= 3 ? 1f : 0f);
        scores.Add(TaskKind.ToolUse, lastTurnIsToolResult ? 2.8f : 0.6f);
        scores.Add(TaskKind.ToolUse, 3f * Plausible(user));
    }

    /// <summary>0 to 1.2: whether the request wants something from the world rather than from the model.</summary>
    private static float Plausible(in TextShape user)
    {
        var acts = user.Leading.Lead.Has(WordClass.Act) || user.Closing.Lead.Has(WordClass.Act) ? 0.7f : 0f;
        var about = Math.Min(1f, 0.8f * user.Of(WordClass.ActionNoun));
        return Math.Min(1.2f, acts + about);
    }

    /// <summary>Number of signs that the system prompt drives an agent, from its first 4 KB.</summary>
    private static int AgenticPrompt(ReadOnlySpan<byte> system)
    {
        if (system.IsEmpty)
        {
            return 0;
        }

        var prompt = system[..Math.Min(system.Length, PromptBytes)];
        return Sign(prompt, "agent"u8) + Sign(prompt, "autonom"u8) + Sign(prompt, "tool"u8) + Sign(prompt, "coding assistant"u8)
            + Sign(prompt, "step by step until"u8) + Sign(prompt, "workspace"u8) + Sign(prompt, "repository"u8) + Sign(prompt, "codebase"u8)
            + Sign(prompt, "software engineering tasks"u8);
    }

    private static int Sign(ReadOnlySpan<byte> prompt, ReadOnlySpan<byte> sign) => prompt.IndexOf(sign) >= 0 ? 1 : 0;
}
