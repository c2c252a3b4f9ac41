using System.Globalization;
using System.Text.RegularExpressions;

namespace Loadline.Quality;

/// <summary>Edits of questions that keep or change what the answer is; deterministic.</summary>
internal static partial class CacheEdits
{
    private static readonly string[] Openings = ["Please answer: ", "Hi! ", "Can you help me with this? ", "Quick question: ", "Hello, I need help with the following. ", "Could you tell me: "];
    private static readonly string[] Ends = [" Thanks!", " Please.", " Thank you in advance.", " Explain your answer."];

    private static readonly (string From, string To)[] Synonyms =
    [
        ("buys", "purchases"), ("bought", "purchased"), ("kids", "children"), ("big", "large"), ("each", "per"), ("how many", "what number of"), ("how much", "what amount of"),
        ("total", "altogether"), ("begin", "start"), ("which of the following", "which one of these"), ("statements", "claims"), ("following", "below"), ("correct", "right"),
        ("car", "vehicle"), ("house", "home"), ("decides", "chooses"), ("gets", "receives"),
    ];

    private static readonly (string From, string To)[] Opposites =
    [
        ("more", "fewer"), ("less", "more"), ("most", "least"), ("highest", "lowest"), ("before", "after"), ("first", "last"), ("increase", "decrease"), ("true", "false"),
        ("correct", "incorrect"), ("buys", "sells"), ("morning", "evening"), ("week", "month"), ("left", "used"), ("day", "week"), ("hour", "day"),
    ];

    private static readonly string[] Names = ["Priya", "Oskar", "Wanda", "Hugo", "Farah", "Nils"];

    /// <summary>Edits after which the same answer serves.</summary>
    public static IEnumerable<(string Kind, Func<string, Random, string?> Edit)> Keeping =>
    [
        ("case", (text, _) => text.ToLowerInvariant()),
        ("punctuation", (text, _) => text.TrimEnd('.', '?', '!', ' ').Replace(",", "", StringComparison.Ordinal)),
        ("opening", (text, random) => Openings[random.Next(Openings.Length)] + text),
        ("ending", (text, random) => text + Ends[random.Next(Ends.Length)]),
        ("typo", Typo),
        ("synonym", (text, _) => Replace(text, Synonyms)),
    ];

    /// <summary>Edits after which another answer is right.</summary>
    public static IEnumerable<(string Kind, Func<string, Random, string?> Edit)> Changing =>
    [
        ("a number", Number),
        ("an opposite", (text, _) => Replace(text, Opposites)),
        ("a name", Name),
        ("a word of meaning", Word),
        ("two words swapped", Swap),
    ];

    private static string? Number(string text, Random random)
    {
        var numbers = Digits().Matches(text);
        if (numbers.Count == 0)
        {
            return null;
        }

        var one = numbers[random.Next(numbers.Count)];
        var value = long.Parse(one.Value, CultureInfo.InvariantCulture) + 1 + random.Next(9);
        return text[..one.Index] + value.ToString(CultureInfo.InvariantCulture) + text[(one.Index + one.Length)..];
    }

    private static string? Name(string text, Random random)
    {
        var names = Capitals().Matches(text);
        return names.Count == 0 ? null
            : text.Replace(names[random.Next(names.Count)].Groups[1].Value, Names[random.Next(Names.Length)], StringComparison.Ordinal);
    }

    // A word of five letters and more, in small ones, becomes the next such word of the text that is another: "apples" for "oranges".
    private static string? Word(string text, Random random)
    {
        var words = Long().Matches(text);
        if (words.Count < 3)
        {
            return null;
        }

        var one = words[random.Next(words.Count)];
        var other = words.FirstOrDefault(word => word.Index > one.Index && word.Value != one.Value) ?? words[0];
        return other.Value == one.Value ? null : text[..one.Index] + other.Value + text[(one.Index + one.Length)..];
    }

    private static string? Swap(string text, Random random)
    {
        var words = Long().Matches(text);
        if (words.Count < 2)
        {
            return null;
        }

        var at = random.Next(words.Count - 1);
        var (a, b) = (words[at], words[at + 1]);
        return a.Value == b.Value ? null
            : text[..a.Index] + b.Value + text[(a.Index + a.Length)..b.Index] + a.Value + text[(b.Index + b.Length)..];
    }

    private static string? Typo(string text, Random random)
    {
        var words = Long().Matches(text);
        if (words.Count == 0)
        {
            return null;
        }

        var one = words[random.Next(words.Count)];
        var at = one.Index + 1 + random.Next(one.Length - 2);
        return text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
    }

    private static string? Replace(string text, (string From, string To)[] list)
    {
        foreach (var (from, to) in list)
        {
            var found = Regex.Match(text, $@"\b{from}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            if (found.Success)
            {
                return text[..found.Index] + to + text[(found.Index + found.Length)..];
            }
        }

        return null;
    }

    [GeneratedRegex("[0-9]{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<=[a-z,] )([A-Z][a-z]{2,})", RegexOptions.CultureInvariant)]
    private static partial Regex Capitals();

    [GeneratedRegex(@"\b[a-z]{5,}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Long();
}
