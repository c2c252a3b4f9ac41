using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>How much a text is, or is about, program code.</summary>
public static class CodeDetector
{
    /// <summary>Scores a text from 0 (none) to 1 (certainly code or a programming request).</summary>
    /// <remarks>
    /// A fence alone gives 0.7. Marks of code are taken per word, words of the trade by number; the pieces are joined as independent
    /// evidence, 1 − Π(1 − piece). A single word of the trade ("a poem about SQL") stays below 0.5.
    /// </remarks>
    public static float Score(in TextShape shape)
    {
        if (shape.Words == 0 && shape.CodeSymbols == 0)
        {
            return 0;
        }

        var words = shape.Words + 4f;
        var fence = shape.FencedBytes > 0 ? 0.7f : 0f;
        var symbols = Math.Min(0.9f, shape.CodeSymbols * 4f / words) * Math.Min(1f, shape.CodeSymbols / 2f);
        var lines = Math.Min(0.8f, shape.CodeLines * 0.25f) * Math.Min(1f, shape.CodeLines * 6f / (shape.Lines + 2f));
        var keywords = Math.Min(0.6f, shape.Of(WordClass.CodeKeyword) * 3f / words) * Math.Min(1f, shape.Of(WordClass.CodeKeyword) / 2f);
        var asked = shape.Leading.Lead.Has(WordClass.Program) ? 0.3f : 0f;
        var wanted = shape.Leading.Object.Has(WordClass.CodeNoun) || shape.Opening.Object.Has(WordClass.CodeNoun) ? 0.4f : 0f;
        var told = shape.Leading.All | shape.Opening.All | shape.Closing.All;
        var mentioned = wanted == 0 && told.Has(WordClass.CodeNoun) ? 0.15f : 0f;
        var nouns = Math.Min(0.6f, shape.Of(WordClass.CodeNoun) * 0.2f) * Math.Min(1f, shape.Of(WordClass.CodeNoun) * 12f / words);
        return 1 - ((1 - fence) * (1 - symbols) * (1 - lines) * (1 - keywords) * (1 - asked) * (1 - wanted) * (1 - mentioned) * (1 - nouns));
    }
}
