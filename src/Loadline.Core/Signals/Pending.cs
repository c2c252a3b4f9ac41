// Stand-ins until the analyzers' branches are merged; deleted by that merge.
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Signals;

internal static class TokenEstimator
{
    public static int Estimate(ReadOnlySpan<byte> utf8) => (utf8.Length + 3) / 4;

    public static int EstimateRequest(int textTokens, int messages, int tools, int images) => textTokens + (4 * messages) + (20 * tools) + (600 * images);
}

public readonly record struct LanguageGuess(string Code, float Confidence);

internal static class LanguageDetector
{
    public static LanguageGuess Detect(ReadOnlySpan<byte> utf8) => new("und", 0);
}

internal static class PiiDetector
{
    public static PiiKinds Find(ReadOnlySpan<byte> utf8) => PiiKinds.None;
}

public struct TextShape
{
    public static TextShape Of(ReadOnlySpan<byte> utf8) => default;
}

public readonly record struct TaskGuess(TaskKind Kind, float Confidence);

internal static class TaskClassifier
{
    public static TaskGuess Classify(in TextShape shape, SignalText text, bool hasTools, bool lastTurnIsToolResult, int turns) => default;
}

internal static class DomainClassifier
{
    public static Domain Classify(in TextShape shape, SignalText text) => Domain.General;
}

internal static class CodeDetector
{
    public static float Score(in TextShape shape) => 0;
}

internal static class MathDetector
{
    public static float Score(in TextShape shape) => 0;
}

public readonly record struct Complexity(float Score);

internal static class ComplexityScorer
{
    public static Complexity Score(in TextShape shape, TaskKind task, int tokens, int turns, int tools, bool schema) => new(Math.Min(1f, tokens / 2000f));
}
