namespace Loadline.Core.Caching;

/// <summary>Cuts a question into words, numbers and signs.</summary>
internal static class QuestionTokens
{
    public static List<QuestionToken> Read(string text)
    {
        var tokens = new List<QuestionToken>();
        var startsSentence = true;
        for (var at = 0; at < text.Length;)
        {
            var value = text[at];
            if (QuestionSigns.IsOfWord(value) || QuestionSigns.BeginsNumber(text, at))
            {
                var end = End(text, at);
                Word(tokens, text[at..end], startsSentence, IsBeforeWord(text, end));
                startsSentence = false;
                at = end;
                continue;
            }

            if (QuestionSigns.Quoted(text, at) is > 0 and var length)
            {
                tokens.Add(new QuestionToken(text.Substring(at, length), QuestionTokenKind.Quoted, false));
                startsSentence = false;
                at += length;
                continue;
            }

            if (QuestionSigns.IsSign(text, at))
            {
                tokens.Add(new QuestionToken(value.ToString(), QuestionTokenKind.Sign, false));
            }

            startsSentence |= value is '.' or '!' or '?' or '\n' or ':' or '"';
            at++;
        }

        return tokens;
    }

    // A number with its decimals is one token, a word with its apostrophe, too.
    private static int End(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (QuestionSigns.IsOfWord(text[end]) || QuestionSigns.IsInside(text, end)))
        {
            end++;
        }

        return end;
    }

    // As after an article, and not as in "a, b" or "a + b".
    private static bool IsBeforeWord(string text, int end)
    {
        var next = end;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next > end && next < text.Length && (QuestionSigns.IsOfWord(text[next]) || QuestionSigns.Quoted(text, next) > 0);
    }

    private static void Word(List<QuestionToken> tokens, string written, bool startsSentence, bool isBeforeWord)
    {
        var word = written.ToLowerInvariant().Replace('’', '\'');
        if (word.Any(char.IsNumber))
        {
            tokens.Add(new QuestionToken(word, QuestionTokenKind.Number, false));
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
            tokens.Add(new QuestionToken(word, QuestionTokenKind.Word, isName) { IsArticle = !isName && (word is "an" or "the" || (word == "a" && isBeforeWord)) });
        }
    }
}
