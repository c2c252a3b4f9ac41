using Loadline.Core.Signals;
using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Predictors;

/// <summary>The dense features: lengths, densities and counts, on scales on which a linear model can use them.</summary>
/// <remarks>
/// Raw counts of <see cref="TextShape"/> only. The scores that were fitted by hand on rows of public tables (complexity, task) are left
/// out on purpose: measured on those tables they would report what they had been fitted to.
/// </remarks>
internal static class DenseFeatures
{
    public const int ShapeCount = 28;
    public const int ConversationCount = 6;

    public static void Write(in TextShape shape, in TextTail tail, in ConversationFacts conversation, Span<float> to)
    {
        var words = Math.Max(1f, shape.Words);
        var lines = Math.Max(1f, shape.Lines);
        var bytes = Math.Max(1f, shape.ScannedBytes);
        WriteShape(shape, tail, words, lines, bytes, to);
        var at = ShapeCount;
        for (var i = 0; i < (int)WordClass.Common; i++)
        {
            to[at++] = MathF.Sqrt(shape.Of((WordClass)i) / words);
        }

        for (var i = 0; i < DomainCounts.Length; i++)
        {
            to[at++] = MathF.Sqrt(shape.Of((Domain)i) / words);
        }

        WriteConversation(conversation, to[at..]);
    }

    private static void WriteShape(in TextShape shape, in TextTail tail, float words, float lines, float bytes, Span<float> to)
    {
        to[0] = MathF.Log(1 + shape.Bytes);
        to[1] = MathF.Log(1 + shape.Words);
        to[2] = MathF.Log(1 + shape.Lines);
        to[3] = MathF.Log(1 + shape.Sentences);
        to[4] = bytes / words;
        to[5] = MathF.Log(1 + (words / Math.Max(1, shape.Sentences)));
        to[6] = MathF.Log(1 + (bytes / lines));
        to[7] = shape.Digits / bytes;
        to[8] = MathF.Sqrt(shape.Numbers / words);
        to[9] = MathF.Log(1 + shape.Numbers);
        to[10] = MathF.Log(1 + shape.QuestionMarks);
        to[11] = MathF.Log(1 + shape.ListItems);
        to[12] = MathF.Log(1 + shape.Options);
        to[13] = shape.Urls > 0 ? 1 : 0;
        to[14] = MathF.Log(1 + shape.CodeFences);
        to[15] = shape.FencedBytes / bytes;
        to[16] = MathF.Sqrt(shape.CodeSymbols / words);
        to[17] = MathF.Sqrt(shape.CodeLines / lines);
        to[18] = MathF.Sqrt(shape.MathSymbols / words);
        to[19] = MathF.Sqrt(shape.Operations / words);
        to[20] = shape.LongWords / words;
        to[21] = shape.UncommonWords / words;
        to[22] = shape.IdeographicCharacters / bytes;
        to[23] = shape.KnownWords / words;
        to[24] = MathF.Log(1 + shape.Imperatives);
        to[25] = MathF.Log(1 + tail.Bytes);
        to[26] = tail.Digits / Math.Max(1f, tail.Bytes);
        to[27] = tail.LongestLine / Math.Max(1f, tail.Bytes);
    }

    private static void WriteConversation(in ConversationFacts conversation, Span<float> to)
    {
        to[0] = MathF.Log(1 + conversation.UserTurns);
        to[1] = MathF.Log(1 + conversation.Tools);
        to[2] = MathF.Log(1 + conversation.SystemBytes);
        to[3] = MathF.Log(1 + conversation.AllBytes);
        to[4] = conversation.HasSchema ? 1 : 0;
        to[5] = conversation.HasImages ? 1 : 0;
    }
}
