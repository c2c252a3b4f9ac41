using System.Collections.Frozen;
using System.Globalization;

namespace Loadline.Core.Caching;

/// <summary>English words in whose place another of their kind asks for another answer.</summary>
internal static class TellingWords
{
    private const string List = """
        not no never none nor neither without except excluding unless cannot nothing nobody hardly
        more less most least fewer greater smaller larger bigger higher lower highest lowest biggest smallest largest maximum minimum max min best worst better worse
        before after until since during earlier later first last next previous past future early late oldest newest youngest longest shortest
        increase decrease increases decreases rise fall rises falls up down above below over under inside outside left right front back top bottom
        buy sell borrow lend import export encrypt decrypt encode decode compress decompress enable disable add remove insert delete create destroy
        open close start stop begin end lock unlock install uninstall upload download push pull read write input output off out
        true false yes correct incorrect valid invalid legal illegal possible impossible safe unsafe pro pros con cons advantage advantages disadvantage disadvantages
        all any some every each only both either half third quarter hundred thousand million billion double triple twice once dozen pair couple per
        ascending descending positive negative odd even plus minus times divided multiply divide subtract sum difference product
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
        today tomorrow yesterday tonight morning noon afternoon evening night midnight weekday weekend
        second seconds minute minutes hour hours day days week weeks month months quarter year years decade century
        north south east west northern southern eastern western
        male female man woman men women boy girl his her him father mother son daughter brother sister husband wife
        """;

    private static readonly string[] Numbers =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly FrozenDictionary<string, string> Told = Build();

    /// <summary>Finds what a word in lower case tells, numbers as digits; <see langword="null"/>: nothing of the kind.</summary>
    public static string? Find(string word) => Told.GetValueOrDefault(word);

    private static FrozenDictionary<string, string> Build()
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in List.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            words[word] = word;
        }

        for (var i = 0; i < Numbers.Length; i++)
        {
            words[Numbers[i]] = i.ToString(CultureInfo.InvariantCulture);
        }

        for (var i = 0; i < Tens.Length; i++)
        {
            words[Tens[i]] = ((i + 2) * 10).ToString(CultureInfo.InvariantCulture);
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
