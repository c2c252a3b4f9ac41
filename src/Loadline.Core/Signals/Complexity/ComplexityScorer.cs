using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>Scores how hard a request looks from the shape of its last user message and its surroundings.</summary>
/// <remarks>
/// Counts become parts by 1 − e^(−count/scale), sizes on a logarithmic scale; <see cref="ComplexityParts"/> has the weights that join them
/// and <see cref="Complexity"/> the formula. The kind of task counts 0 for chat, 0.2 to 0.35 for classify, question, extract, translate,
/// rewrite, summarize and tool-use, 0.5 for create, 0.55 for math, 0.65 for code, 1 for reason and agent.
/// </remarks>
public static class ComplexityScorer
{
    /// <summary>Scores a request.</summary>
    /// <param name="shape">The shape of the last user message.</param>
    /// <param name="task">What the request is taken to ask for.</param>
    /// <param name="tokens">Estimated input tokens of the whole request.</param>
    /// <param name="turns">Number of messages, the last one included.</param>
    /// <param name="tools">Number of tools offered.</param>
    /// <param name="schema">Whether the answer must follow a schema.</param>
    public static Complexity Score(in TextShape shape, TaskKind task, int tokens, int turns, int tools, bool schema)
    {
        ComplexityValues parts = default;
        var words = Math.Max(1f, shape.Words);
        parts[ComplexityPart.Length] = Scale(words, 8, 1000);
        parts[ComplexityPart.Context] = Scale(tokens, 500, 100_000);
        parts[ComplexityPart.Constraints] = Saturate(shape.Of(WordClass.Constraint) + (0.4f * shape.ListItems), 5);
        var expert = ExpertWords(shape);
        parts[ComplexityPart.Reasoning] = Saturate(Reasoning(shape, expert), 4);
        parts[ComplexityPart.Steps] = Saturate(Steps(shape), 6);
        parts[ComplexityPart.Technical] = Technical(shape, expert, words);
        parts[ComplexityPart.Quantities] = Saturate(shape.Numbers + (0.5f * shape.Of(WordClass.Quantity)), 8);
        var code = CodeDetector.Score(shape);
        parts[ComplexityPart.Code] = code * (0.5f + (0.5f * Scale(shape.ScannedBytes, 60, 4000)));
        var math = MathDetector.Score(shape);
        parts[ComplexityPart.Math] = math;
        parts[ComplexityPart.Task] = Math.Max(OfTask(task), math >= 0.3f ? OfTask(TaskKind.Math) : 0);
        parts[ComplexityPart.Conversation] = Scale(turns, 1, 20);
        parts[ComplexityPart.Tools] = Scale(tools + 1, 1, 11);
        parts[ComplexityPart.Schema] = schema ? 1 : 0;
        parts[ComplexityPart.Unread] = Unread(shape, words);
        return new Complexity(parts);
    }

    private static float OfTask(TaskKind task) => task switch
    {
        TaskKind.Chat => 0f,
        TaskKind.Question => 0.25f,
        TaskKind.Classify => 0.2f,
        TaskKind.Extract => 0.25f,
        TaskKind.Translate => 0.3f,
        TaskKind.Rewrite => 0.3f,
        TaskKind.Summarize => 0.35f,
        TaskKind.ToolUse => 0.35f,
        TaskKind.Create => 0.5f,
        TaskKind.Math => 0.55f,
        TaskKind.Code => 0.65f,
        TaskKind.Reason => 1f,
        _ => 1f,
    };

    private static float Reasoning(in TextShape shape, int expert)
    {
        // "Should the doctor ...", "may the landlord ...": a judgement in an expert's field is short to write and long to think about.
        var judges = (shape.Opening.All | shape.Closing.All).Has(WordClass.AskAuxiliary) && expert >= 2 ? 1.5f : 0f;
        var asked = shape.Leading.Lead.Has(WordClass.Analyze) || shape.Closing.Lead.Has(WordClass.Analyze) ? 3.5f : 0f;
        var chooses = shape.Options >= 3 ? 1f : 0f;
        var words = shape.Of(WordClass.ReasonMarker) + (0.7f * shape.Of(WordClass.ReasonNoun)) + (0.5f * shape.Of(WordClass.Negation));
        return asked + judges + chooses + words;
    }

    private static float Steps(in TextShape shape)
        => Math.Max(0, shape.Imperatives - 1) + Math.Max(0, shape.QuestionMarks - 1)
            + (0.5f * shape.Of(WordClass.StepMarker)) + (0.3f * Math.Max(0, shape.Sentences - 2));

    /// <summary>Share of expert words; a text of a few words needs more than one to count fully.</summary>
    private static float Technical(in TextShape shape, int expert, float words)
    {
        // The lexicon's idea of uncommon holds for English only: elsewhere every word is.
        var english = Math.Min(1f, shape.KnownWords * 2.5f / words);
        var rare = english * (shape.UncommonWords + (0.5f * shape.LongWords));
        return (expert + (0.8f * rare)) / (words + 6f) * 3f;
    }

    private static int ExpertWords(in TextShape shape)
    {
        var expert = 0;
        for (var domain = Domain.Law; domain <= Domain.Psychology; domain++)
        {
            expert += shape.Of(domain);
        }

        return expert;
    }

    /// <summary>How far the words are unknown; three known words in ten are enough, and a word or two are no language.</summary>
    private static float Unread(in TextShape shape, float words)
    {
        var known = Math.Min(1f, shape.KnownWords / (0.3f * words));
        return (1 - known) * Math.Min(1f, (words - 1) / 4f);
    }

    /// <summary>0 at <paramref name="low"/>, 1 at <paramref name="high"/>, logarithmic between.</summary>
    private static float Scale(float value, float low, float high) => value <= low ? 0 : MathF.Log(value / low) / MathF.Log(high / low);

    /// <summary>Half full at 0.7 · <paramref name="scale"/>, never quite 1.</summary>
    private static float Saturate(float count, float scale) => 1 - MathF.Exp(-count / scale);
}
