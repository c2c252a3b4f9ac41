using System.Text.Json;
using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>One line of the bundled workload.</summary>
/// <param name="Id">Its address, <c>demo/001</c> and on.</param>
/// <param name="Task">What it asks for, as its author labelled it; routing does not see this.</param>
/// <param name="Difficulty">How hard it is for a language model, in [0, 1], as its author judged it.</param>
/// <param name="Prompt">The user's single message, or null where <paramref name="Messages"/> holds the conversation.</param>
/// <param name="Messages">The conversation as an OpenAI <c>messages</c> array, or null.</param>
/// <param name="Tools">The OpenAI <c>tools</c> array, or null.</param>
/// <param name="NeedsVision">Whether only a model that takes images can answer.</param>
internal sealed record DemoPrompt(
    string Id,
    TaskKind Task,
    double Difficulty,
    string? Prompt,
    JsonElement? Messages,
    JsonElement? Tools,
    bool NeedsVision)
{
    /// <summary>The task's name, which is also the row's group in the outcome table.</summary>
    public string Group => TaskKinds.ToName(Task);
}
