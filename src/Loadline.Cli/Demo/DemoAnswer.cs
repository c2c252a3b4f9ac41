using System.Text;
using Loadline.Core.Signals;

namespace Loadline.Cli.Demo;

/// <summary>Decides how long a simulated answer is, and writes it.</summary>
internal static class DemoAnswer
{
    private static readonly string[] Filler =
    [
        "A real model's words would stand here.",
        "The length is right, the content is not.",
        "It costs what an answer of this size would cost at the listed price.",
        "It arrives at the pace that the model's speed setting allows.",
        "Whether it counts as right was decided by a seed before it was written.",
        "Point the route at a real provider, and this paragraph goes away.",
        "Nothing in this text answers the question that was asked.",
        "The demo needs no key, and pays for that with prose like this.",
        "Harder prompts get longer replies, much as they do elsewhere.",
        "The decision behind this reply can be looked up by its id.",
        "Each sentence is picked by a hash, so a second run prints the same.",
    ];

    /// <summary>Output tokens of the answer, at least 6.</summary>
    public static int Tokens(SimulatedModel model, DemoPrompt prompt, int inputTokens, int seed)
    {
        var jitter = 0.8 + (0.4 * StableHash.Uniform(seed, prompt.Id, model.Name, "length"));
        var length = TypicalTokens(prompt.Task, inputTokens) * (0.5 + (1.2 * prompt.Difficulty)) * model.Verbosity * jitter;
        return Math.Max(6, (int)length);
    }

    /// <summary>A text of about so many tokens, labelled with the model's name.</summary>
    public static string Text(SimulatedModel model, DemoPrompt prompt, int tokens, int seed)
    {
        var text = new StringBuilder($"[simulated {model.Name}]");
        var bytes = tokens * 4;
        var next = StableHash.Of(seed, prompt.Id, model.Name, "text");
        if (bytes >= 80)
        {
            text.Append($" This stands in for a reply to a request of the kind '{prompt.Group}'.");
        }

        while (text.Length < bytes - 20)
        {
            text.Append(' ').Append(Filler[(int)(next % (ulong)Filler.Length)]);

            // A stride coprime to the list's length, so that neighbours differ.
            next += 4;
        }

        return text.ToString();
    }

    private static double TypicalTokens(TaskKind task, int inputTokens) => task switch
    {
        TaskKind.Chat => 45,
        TaskKind.Question => 260,
        TaskKind.Classify => 24,
        TaskKind.Extract => 120,
        TaskKind.Summarize => 130,
        TaskKind.Rewrite => 40 + (0.6 * inputTokens),
        TaskKind.Translate => 20 + (0.9 * inputTokens),
        TaskKind.Code => 520,
        TaskKind.Math => 420,
        TaskKind.Reason => 640,
        TaskKind.Create => 300,
        TaskKind.ToolUse => 70,
        _ => 180,
    };
}
