using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Loadline.Core.Caching;

/// <summary>What must be the same in two questions before their meanings are compared: vectors hardly tell these apart, and answers depend on them.</summary>
/// <remarks>
/// In the order of the text: numbers in digits and words, signs, names (words with a capital within a sentence), single letters, negations, and words
/// that have an opposite or stand for one of few (more, before, left, Monday). The word lists are English; numbers, signs and names are found in
/// any script that has capitals and digits.
/// </remarks>
public static class Particulars
{
    /// <summary>Makes a key of a question: equal where the particulars are.</summary>
    public static UInt128 Key(string question) => MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Of(question)))));

    /// <summary>Lists them.</summary>
    public static IReadOnlyList<string> Of(string question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var found = new List<string>();
        foreach (var token in QuestionTokens.Read(question))
        {
            if (token.Kind != QuestionTokenKind.Word || token.IsName || (token.Text.Length == 1 && token.Text is not ("a" or "i") && char.IsAscii(token.Text[0])))
            {
                found.Add(TellingWords.Find(token.Text) ?? token.Text);
            }
            else if (TellingWords.Find(token.Text) is { } told)
            {
                found.Add(told);
            }
        }

        return found;
    }
}
