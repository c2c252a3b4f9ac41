using System.Buffers;

namespace Loadline.Core.Checks;

/// <summary>The answer is an answer: it neither refuses nor says that the model does not know.</summary>
/// <param name="hedging">Whether doubtful wording fails, too: two such phrases or more in a hundred words. Default: no.</param>
/// <remarks>Looks at phrases, in English; refusals at the start of an answer only, so that quoting one is not one.</remarks>
public sealed class RefusalCheck(bool hedging = false) : Check
{
    private const int Opening = 200;
    private const double MostDoubtPerWord = 0.02;

    private static readonly SearchValues<string> Refusals = SearchValues.Create(
        [
            "i cannot help", "i can't help", "i can’t help", "i cannot assist", "i can't assist", "i can’t assist", "i'm unable to", "i’m unable to", "i am unable to",
            "i'm not able to", "i’m not able to", "i am not able to", "i cannot provide", "i can't provide", "i can’t provide", "i won't be able", "i must decline",
            "i'm sorry, but i can", "i’m sorry, but i can", "i am sorry, but i can", "as an ai", "i cannot fulfill", "i can't fulfill", "i don't know", "i don’t know",
            "i do not know", "i'm not sure", "i’m not sure", "i am not sure", "cannot be determined", "cannot determine", "can't determine", "not enough information",
            "insufficient information", "insufficient context", "without additional context", "without more context", "unable to determine",
        ],
        StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Doubts =
        ["probably", "perhaps", "maybe", "might be", "may be", "i think", "i believe", "i guess", "it seems", "possibly", "not certain", "unclear", "presumably"];

    /// <inheritdoc/>
    public override string Kind => "refusal";

    /// <summary>Tells whether the opening of a text refuses or says that it does not know.</summary>
    public static bool Refuses(string text) => text.AsSpan(0, Math.Min(text.Length, Opening)).ContainsAny(Refusals);

    /// <summary>Counts doubtful phrases per word.</summary>
    public static double Doubt(string text)
    {
        var found = 0;
        foreach (var doubt in Doubts)
        {
            for (var at = text.IndexOf(doubt, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(doubt, at + doubt.Length, StringComparison.OrdinalIgnoreCase))
            {
                found++;
            }
        }

        var words = 1;
        foreach (var c in text)
        {
            words += c == ' ' ? 1 : 0;
        }

        return found / (double)words;
    }

    /// <inheritdoc/>
    public override bool DecidesEarly => true;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer) =>
        Refuses(answer.Text) ? CheckResult.Fail("the answer refuses or does not know")
        : hedging && Doubt(answer.Text) >= MostDoubtPerWord ? CheckResult.Fail("the answer is full of doubt")
        : CheckResult.Pass;

    /// <inheritdoc/>
    public override CheckResult? RunEarly(AnswerToCheck soFar) =>
        Refuses(soFar.Text) ? CheckResult.Fail("the answer refuses or does not know")
        : !hedging && soFar.Text.Length >= Opening ? CheckResult.Pass : null;
}
