using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>Guesses what a request asks for from its words, its form and its surroundings.</summary>
/// <remarks>
/// Weighted rules: every rule adds to the score of a kind, the highest wins. The verb that leads the first telling clause, and what it asks
/// for, weigh most, the last sentence next (pasted text stands between or after), words anywhere least.
/// A trained classifier can take the place of <see cref="TaskRules"/> behind the same entry point: <see cref="TextShape"/> is its features.
/// Where the message itself commands nothing, the opening of the system prompt is read too, since applications often put the task there.
/// </remarks>
public static class TaskClassifier
{
    /// <summary>Bytes of the system prompt that are read, half from either end.</summary>
    private const int SystemBytes = 1024;

    /// <summary>Classifies a request.</summary>
    /// <param name="lastUser">The shape of <see cref="SignalText.LastUser"/>.</param>
    /// <param name="text">The request's text; of it only the system prompt is read here.</param>
    /// <param name="hasTools">Whether the request offers tools.</param>
    /// <param name="lastTurnIsToolResult">Whether the last message is the result of a tool call.</param>
    /// <param name="turns">Number of messages, the last one included.</param>
    public static TaskGuess Classify(in TextShape lastUser, SignalText text, bool hasTools, bool lastTurnIsToolResult, int turns)
    {
        TaskScores scores = default;
        TaskRules.Apply(lastUser, ref scores);
        var system = text.System;
        if (!system.IsEmpty && !HasOwnTask(lastUser))
        {
            TextShape prompt = default;
            prompt.Read(system, SystemBytes);
            TaskRules.ApplySystem(prompt, ref scores);
        }

        if (hasTools || lastTurnIsToolResult || !system.IsEmpty)
        {
            ToolRules.Apply(lastUser, system, hasTools, lastTurnIsToolResult, turns, ref scores);
        }

        return scores.Best();
    }

    private static bool HasOwnTask(in TextShape shape)
        => (shape.Leading.Lead & ~(WordClasses.Questions | WordClass.Act.Bit())) != 0;
}
