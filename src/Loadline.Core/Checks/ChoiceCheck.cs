using System.Text.RegularExpressions;
using Loadline.Core.Rules;

namespace Loadline.Core.Checks;

/// <summary>The answer chooses the option that the key names by letter.</summary>
/// <remarks>
/// The letter is, in this order: the one in the last <c>\boxed{…}</c>; the one after the last "answer is", "answer:", "option" or "choice";
/// the one the answer begins with; the last one in brackets or bold; the only one standing alone. A lone "A" or "I" in a sentence is a word.
/// </remarks>
public sealed class ChoiceCheck : Check
{
    private readonly char _last;

    private static readonly Regex Named = Create(@"(?i:answer\s*(?:is|:|would be|should be)|\banswer|\boption|\bchoice)[\s:*_(\[""']*(?:is|:)?[\s:*_(\[""'{]*(?i:option\s+|choice\s+)?[(\[*""']*([A-Z])(?:[\s.,:;)\]*""'}]|$)");
    private static readonly Regex Leading = Create(@"^[\s*_(\[""']*([A-Za-z])(?:[.,:;)\]*""'\n]|\s*$)");
    private static readonly Regex Marked = Create(@"(?:\(([A-Z])\)|\*\*\(?([A-Z])[).:]?\*\*|\[([A-Z])\])");
    private static readonly Regex Alone = Create(@"(?:^|[\s""'])([A-Z])(?:[\s.,:;)""']|$)");

    /// <param name="options">How many options there are, 2 to 26. Default: 10, A to J.</param>
    public ChoiceCheck(int options = 10)
    {
        if (options is < 2 or > 26)
        {
            throw new CheckException("`options` of a choice must be from 2 to 26");
        }

        _last = (char)('A' + options - 1);
    }

    /// <inheritdoc/>
    public override string Kind => "choice";

    /// <inheritdoc/>
    public override bool NeedsExpected => true;

    /// <inheritdoc/>
    public override CheckResult Run(AnswerToCheck answer)
    {
        if (Find(answer.Text) is not { } letter)
        {
            return CheckResult.Fail("no choice found in the answer");
        }

        foreach (var key in answer.Expected)
        {
            var expected = Letter(key.Trim().Trim('(', ')', '.')) ?? throw new CheckException($"the answer key '{key}' is not an option's letter");
            if (expected == letter)
            {
                return CheckResult.Pass;
            }
        }

        return CheckResult.Fail($"the choice is {letter}");
    }

    /// <summary>Finds the option that an answer chooses.</summary>
    public char? Find(string text)
    {
        if (LatexText.LastBoxed(text) is { } boxed && Letter(LatexText.Plain(boxed).Trim(' ', '(', ')', '.', '}')) is { } inBox)
        {
            return inBox;
        }

        return Last(Named, text) ?? Last(Leading, text) ?? Last(Marked, text) ?? Only(text);
    }

    private static Regex Create(string pattern) => new(pattern, RegexCondition.Options);

    private char? Letter(string text) =>
        text.Length == 1 && char.ToUpperInvariant(text[0]) is var letter && letter >= 'A' && letter <= _last ? letter : null;

    private char? Last(Regex pattern, string text)
    {
        char? last = null;
        for (var match = pattern.Match(text); match.Success; match = match.NextMatch())
        {
            var group = match.Groups.Values.Skip(1).First(group => group.Success);
            last = Letter(group.Value) ?? last;
        }

        return last;
    }

    private char? Only(string text)
    {
        char? only = null;
        for (var match = Alone.Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Groups[1].Value is "A" or "I" || Letter(match.Groups[1].Value) is not { } letter)
            {
                continue;
            }

            if (only is not null && only != letter)
            {
                return null;
            }

            only = letter;
        }

        return only;
    }
}
