namespace Loadline.Core.Caching;

/// <summary>Cuts a question into words, numbers and signs.</summary>
internal static class QuestionTokens
{
    // The full stop, the comma, the exclamation and question marks, colons and quotation marks end or part words and are no signs.
    private const string Signs = "+*/=<>^%$€£&|~#@\\_{}[]()§°²³√∫∑≤≥≠±×÷→";

    public static List<QuestionToken> Read(string text)
    {
        var tokens = new List<QuestionToken>();
        var startsSentence = true;
        for (var at = 0; at < text.Length;)
        {
            var value = text[at];
            if (char.IsLetterOrDigit(value) || char.IsSurrogate(value))
            {
                var end = End(text, at);
                Word(tokens, text[at..end], startsSentence);
                startsSentence = false;
                at = end;
                continue;
            }

            if (Quoted(text, at) is > 0 and var length)
            {
                tokens.Add(new QuestionToken(text.Substring(at, length), QuestionTokenKind.Quoted, false));
                startsSentence = false;
                at += length;
                continue;
            }

            if (Signs.Contains(value, StringComparison.Ordinal) || IsMinus(text, at))
            {
                tokens.Add(new QuestionToken(value.ToString(), QuestionTokenKind.Sign, false));
            }

            startsSentence |= value is '.' or '!' or '?' or '\n' or ':' or '"';
            at++;
        }

        return tokens;
    }

    // With its marks; 0 where nothing is quoted here, or to no end.
    private static int Quoted(string text, int at)
    {
        var close = text[at] switch { '"' => '"', '“' => '”', '`' => '`', '«' => '»', _ => '\0' };
        return close == '\0' ? 0 : text.IndexOf(close, at + 1) - at + 1;
    }

    // "-3" and "x - y", and not "well-known".
    private static bool IsMinus(string text, int at) =>
        text[at] is '-' or '−' && at + 1 < text.Length && (char.IsDigit(text[at + 1]) || (text[at + 1] == ' ' && at > 0 && text[at - 1] == ' '));

    // A number with its decimals is one token, a word with its apostrophe, too.
    private static int End(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || char.IsSurrogate(text[end]) || IsInside(text, end)))
        {
            end++;
        }

        return end;
    }

    private static bool IsInside(string text, int at) =>
        at + 1 < text.Length
        && ((text[at] is '\'' or '’' && char.IsLetter(text[at + 1]))
            || (text[at] is '.' or ',' && char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1])));

    private static void Word(List<QuestionToken> tokens, string written, bool startsSentence)
    {
        var word = written.ToLowerInvariant().Replace('’', '\'');
        if (word.Any(char.IsDigit))
        {
            tokens.Add(new QuestionToken(word.Replace(",", "", StringComparison.Ordinal), QuestionTokenKind.Number, false));
            return;
        }

        var isName = char.IsUpper(written[0]) && !startsSentence && word != "i" && !word.StartsWith("i'", StringComparison.Ordinal);
        if (word.EndsWith("n't", StringComparison.Ordinal))
        {
            tokens.Add(new QuestionToken(word switch { "can't" => "can", "won't" => "will", "shan't" => "shall", _ => word[..^3] }, QuestionTokenKind.Word, isName));
            tokens.Add(new QuestionToken("not", QuestionTokenKind.Word, false));
        }
        else if (word is "what's" or "who's" or "where's" or "when's" or "how's" or "why's" or "that's" or "there's" or "it's")
        {
            tokens.Add(new QuestionToken(word[..^2], QuestionTokenKind.Word, isName));
            tokens.Add(new QuestionToken("is", QuestionTokenKind.Word, false));
        }
        else
        {
            tokens.Add(new QuestionToken(word.Replace("'", "", StringComparison.Ordinal), QuestionTokenKind.Word, isName));
        }
    }
}
