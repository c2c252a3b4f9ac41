using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Loadline.Core.Caching;

/// <summary>Tells whether two questions are the same in their wording: the same words, numbers and signs in the same order.</summary>
/// <remarks>
/// Left aside are upper and lower case, punctuation, articles, "please", and what politeness puts before or after ("Hi, could you tell me", "thanks in
/// advance"; English only). "What's" is "what is" and "don't" is "do not". Nothing else is: where a word differs, a question is another one, and "1,200" is not "1200".
/// What is quoted must agree letter by letter, and questions about spelling, case, wording or translation have no key.
/// </remarks>
public static class Wording
{
    // Who asks about letters and signs means those that were written.
    private static readonly FrozenSet<string> OfForm = FrozenSet.ToFrozenSet(
        [
            "punctuation", "punctuate", "comma", "commas", "capital", "capitals", "capitalize", "capitalise", "capitalization", "uppercase", "lowercase", "case", "letter", "letters",
            "character", "characters", "spell", "spelling", "grammar", "grammatical", "proofread", "typo", "typos", "format", "formatting", "correct", "rewrite", "rephrase", "translate",
        ], StringComparer.Ordinal);

    private static readonly string[][] Before = Phrases(
        """
        hi; hello; hey; hi there; hello there; hey there; good morning; good afternoon; good evening; ok; okay; so; excuse me
        please answer; please tell me; tell me; let me know; quick question; question; i have a question; a question; one question
        can you tell me; could you tell me; would you tell me; can you help me with this; could you help me with this; can you help me; could you help me; help me with this
        i need help; i need help with this; i need help with the following; i would like to know; i'd like to know; id like to know; i want to know; i wanna know; i need to know
        can you please tell me; could you please tell me; do you know; i was wondering; i'm wondering; im wondering; i wonder
        """);

    private static readonly string[][] After = Phrases("thanks; thank you; thank you very much; thanks a lot; thanks in advance; thank you in advance; many thanks; cheers");

    /// <summary>Makes a key of a question: equal where the wording is.</summary>
    /// <returns><see langword="null"/> where nothing is left to compare, or where the question is about what is left aside.</returns>
    public static UInt128? Key(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var words = Words(question);
        return words.Count == 0 || words.Any(OfForm.Contains) ? null : MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', words))));
    }

    /// <summary>Lists what is compared.</summary>
    public static IReadOnlyList<string> Words(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var tokens = QuestionTokens.Read(question);
        var all = tokens.ConvertAll(static token => token.Text);
        var (start, end) = (0, all.Count);
        for (var cut = -1; cut != 0; start += cut)
        {
            cut = Before.Where(phrase => StartsWith(all, start, end, phrase)).Select(static phrase => phrase.Length).DefaultIfEmpty().Max();
        }

        for (var cut = -1; cut != 0; end -= cut)
        {
            cut = After.Where(phrase => end - phrase.Length >= start && StartsWith(all, end - phrase.Length, end, phrase)).Select(static phrase => phrase.Length).DefaultIfEmpty().Max();
        }

        return tokens.GetRange(start, end - start).FindAll(static token => !token.IsArticle && (token.IsName || token.Text is not ("please" or "kindly"))).ConvertAll(static token => token.Text);
    }

    private static bool StartsWith(List<string> words, int start, int end, string[] phrase) =>
        start + phrase.Length <= end && CollectionsMarshal.AsSpan(words).Slice(start, phrase.Length).SequenceEqual(phrase);

    private static string[][] Phrases(string list) =>
        [.. list.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static phrase => phrase.Split(' '))];
}
