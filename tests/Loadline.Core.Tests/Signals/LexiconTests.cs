using Loadline.Core.Signals;
using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Tests.Signals;

public sealed class LexiconTests
{
    [Fact]
    public void Find_EveryListedWord_HasItsClass()
    {
        foreach (var (word, words) in LexiconWords.All())
        {
            foreach (var entry in Single(words))
            {
                Assert.True(Lexicon.Find(KeyOf(entry)).Mask.Has(word), $"{entry} is not {word}");
            }
        }
    }

    [Fact]
    public void Find_DistinctWords_HaveDistinctKeys()
    {
        var words = LexiconWords.All().SelectMany(list => Single(list.Words)).Concat(LexiconWords.DomainWords.SelectMany(list => Single(list.Words)));
        var byKey = words.Distinct().GroupBy(KeyOf).Where(group => group.Count() > 1).Select(group => string.Join(",", group));
        Assert.Empty(byKey);
        Assert.InRange(Lexicon.Count, 2000, 8000);
    }

    [Fact]
    public void Find_UnknownWord_HasNothing()
    {
        ref readonly var entry = ref Lexicon.Find(Lexicon.Hash("zyzzyva"));
        Assert.Equal(0UL, entry.Mask);
        Assert.Equal(Domain.General, entry.Domain);
    }

    [Fact]
    public void DomainCounts_HaveRoomForEveryDomain() => Assert.Equal(DomainCounts.Length, Domains.Names.Count);

    private static IEnumerable<string> Single(string words)
        => words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.AsSpan().IndexOfAny('_', '-') < 0);

    private static uint KeyOf(string word)
        => word[0] < '\u3000' ? Lexicon.Hash(word) : Lexicon.Characters(word[0], word[1], word.Length > 2 ? word[2] : 0);
}
