namespace Loadline.Core.Signals;

/// <summary>The names and weights of <see cref="ComplexityPart"/>.</summary>
/// <remarks>
/// A weight is the score that its part gives alone: task 0.44, length 0.32, context 0.20, constraints 0.10, reasoning 0.28, steps 0.30,
/// technical 0.25, quantities 0.35, code 0.40, math 0.40, conversation 0.12, tools 0.12, schema 0.05, unread 0.45. Those of the text
/// were searched, within bounds set by hand, on a third of MMLU-Pro, MMLU and GSM8K outcomes (which prompts models got wrong), of Arena-Hard and of
/// CLINC150, then rounded; context, conversation, tools and schema are set by hand, since those tables have one message and no tools.
/// </remarks>
public static class ComplexityParts
{
    /// <summary>How many parts there are.</summary>
    public const int Count = 14;

    private static readonly string[] NamesByPart =
    [
        "task", "length", "context", "constraints", "reasoning", "steps", "technical", "quantities",
        "code", "math", "conversation", "tools", "schema", "unread",
    ];

    private static readonly float[] WeightByPart = [0.44f, 0.32f, 0.20f, 0.10f, 0.28f, 0.30f, 0.25f, 0.35f, 0.40f, 0.40f, 0.12f, 0.12f, 0.05f, 0.45f];

    /// <summary>Every name, in the order of <see cref="ComplexityPart"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByPart;

    /// <summary>The part's name as records have it, in lower case.</summary>
    public static string ToName(ComplexityPart part) => NamesByPart[(int)part];

    /// <summary>The score that a part gives by itself when it is full.</summary>
    public static float WeightOf(ComplexityPart part) => WeightByPart[(int)part];
}
