using System.Globalization;

namespace Loadline.Core.Caching;

/// <summary>Tells what of a question is part of a word, what is a sign, and what is punctuation. In doubt it is a sign: two keys cost a call, one key a wrong answer.</summary>
internal static class QuestionSigns
{
    // What ends and parts sentences; all other punctuation is a sign. These are signs, too, where they stand as none would in a sentence.
    private const string Punctuation = ".,;:!?…¿¡、。，；：！？،؛؟।॥";

    /// <summary>Letters, digits, the marks that are vowels in many scripts, fractions, and figures set high or low.</summary>
    public static bool IsOfWord(char value) => char.IsLetterOrDigit(value) || char.IsSurrogate(value) || char.GetUnicodeCategory(value)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Whether what parts others is part of a word here: an apostrophe before a letter, a full stop within, a comma between digits.</summary>
    public static bool IsInside(string text, int at) => at + 1 < text.Length && text[at] switch
    {
        '\'' or '’' => char.IsLetter(text[at + 1]),
        '.' => IsOfWord(text[at - 1]) && IsOfWord(text[at + 1]),
        ',' => char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]),
        _ => false,
    };

    /// <summary>Whether a number begins here: ".5".</summary>
    public static bool BeginsNumber(string text, int at) => text[at] is '.' or ',' && at + 1 < text.Length && char.IsDigit(text[at + 1]);

    /// <summary>Measures what is quoted here, with its marks; 0 where nothing is, or to no end.</summary>
    public static int Quoted(string text, int at)
    {
        var close = text[at] switch { '"' => '"', '“' => '”', '„' => '“', '`' => '`', '«' => '»', '‹' => '›', '「' => '」', '\'' => '\'', '‘' => '’', _ => '\0' };
        if (close == '\0' || (text[at] == '\'' && at > 0 && (IsOfWord(text[at - 1]) || text[at - 1] is ')' or '\'')))
        {
            return 0;
        }

        var end = text.IndexOf(close, at + 1);
        while (end >= 0 && close is '\'' or '’' && end + 1 < text.Length && IsOfWord(text[end + 1]))
        {
            end = text.IndexOf(close, end + 1);
        }

        return end < 0 ? 0 : end - at + 1;
    }

    /// <summary>Whether a sign stands here, where nothing is quoted and no word begins.</summary>
    public static bool IsSign(string text, int at) => text[at] switch
    {
        '\'' or '’' => IsPrime(text, at),
        '!' => !IsExclamation(text, at),
        ':' => !IsEndOrSpace(text, at + 1),
        '?' => at + 1 < text.Length && IsOfWord(text[at + 1]),
        '"' => true,
        '-' or '–' or '—' or '‐' => !IsHyphen(text, at),
        var value => char.GetUnicodeCategory(value) switch
        {
            UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation => true,
            UnicodeCategory.OtherPunctuation => !Punctuation.Contains(value, StringComparison.Ordinal),
            _ => false,
        },
    };

    // "f'(2)", "5'", "f' + g'", and not "the dogs' food".
    private static bool IsPrime(string text, int at) => at > 0 && (!IsEndOrSpace(text, at + 1) || at + 1 == text.Length || !IsWordBefore(text, at));

    // "Hi!" and "What?!", and not "10!", "n!", "(n)!", "5!!", "!=".
    private static bool IsExclamation(string text, int at)
    {
        var (before, after) = (at, at + 1);
        while (before > 0 && text[before - 1] is '!' or '?' or ' ')
        {
            before--;
        }

        while (after < text.Length && text[after] is '!' or '?' or '"' or ')' or '”')
        {
            after++;
        }

        var isOfNothing = before == 0 || !(IsOfWord(text[before - 1]) || text[before - 1] is ')' or ']' or '}' or '|');
        return (isOfNothing || IsWordBefore(text, before)) && IsEndOrSpace(text, after);
    }

    // "well-known", and not "-3", "x - y", "x-y", "3-4", "e^-x".
    private static bool IsHyphen(string text, int at) =>
        IsWordBefore(text, at) && at + 2 < text.Length && char.IsLetter(text[at + 1]) && char.IsLetter(text[at + 2]);

    // Two letters and more: one alone may be what is computed with.
    private static bool IsWordBefore(string text, int at) => at > 1 && char.IsLetter(text[at - 1]) && char.IsLetter(text[at - 2]);

    private static bool IsEndOrSpace(string text, int at) => at >= text.Length || char.IsWhiteSpace(text[at]);
}
