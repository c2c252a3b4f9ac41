namespace Loadline.Core.Signals;

/// <summary>The names and weights of <see cref="ComplexityPart"/>.</summary>
public static class ComplexityParts
{
    public const int Count = 14;

    private static readonly string[] NamesByPart =
    [
        "task", "length", "context", "constraints", "reasoning", "steps", "technical", "quantities", "code", "math", "conversation", "tools", "schema", "unread",
    ];

    private static readonly float[] WeightByPart = [0.44f, 0.32f, 0.20f, 0.10f, 0.28f, 0.30f, 0.25f, 0.35f, 0.40f, 0.40f, 0.12f, 0.12f, 0.05f, 0.45f];

    /// <summary>Every name, in the order of <see cref="ComplexityPart"/>.</summary>
    public static IReadOnlyList<string> Names => NamesByPart;

    public static string ToName(ComplexityPart part) => NamesByPart[(int)part];

    /// <summary>The score that a part gives by itself when it is full.</summary>
    public static float WeightOf(ComplexityPart part) => WeightByPart[(int)part];
}
