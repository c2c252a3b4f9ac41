using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>How much a text is a mathematical task, written in symbols or in words.</summary>
public static class MathDetector
{
    /// <summary>Scores a text from 0 (none) to 1 (certainly mathematics).</summary>
    /// <remarks>
    /// Pieces joined as independent evidence, 1 − Π(1 − piece): symbols and operations per word, words of the trade, and a word problem
    /// (several numbers and quantities before a question). Marks of code take away from the symbols, since programs are full of them.
    /// </remarks>
    public static float Score(in TextShape shape)
    {
        var words = shape.Words + 4f;
        var code = Math.Min(1f, (shape.CodeSymbols + (2 * shape.CodeLines)) * 4f / words);
        var symbols = Math.Min(0.9f, shape.MathSymbols * 5f / words) * Math.Min(1f, shape.MathSymbols / 2f) * (1 - code);
        var operations = Math.Min(0.85f, shape.Operations * 5f / words) * (1 - code);
        var nouns = Math.Min(0.7f, shape.Of(WordClass.MathNoun) * 0.18f) * Math.Min(1f, shape.Of(WordClass.MathNoun) * 10f / words);
        var asked = shape.Leading.Lead.Has(WordClass.Calculate)
            && shape.Operations + shape.MathSymbols + shape.Of(WordClass.MathNoun) > 0 ? 0.4f : 0f;
        return 1 - ((1 - symbols) * (1 - operations) * (1 - nouns) * (1 - asked) * (1 - WordProblem(shape, words)));
    }

    private static float WordProblem(in TextShape shape, float words)
    {
        var quantities = Math.Min(1f, shape.Of(WordClass.Quantity) * 10f / words) * Math.Min(1f, shape.Of(WordClass.Quantity) / 3f);
        var numbers = Math.Min(1f, Math.Max(0, shape.Numbers - 1) / 3f);
        return shape.QuestionMarks + shape.Options > 0 && shape.Words < 400 ? 0.75f * quantities * numbers : 0f;
    }
}
