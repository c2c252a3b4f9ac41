using System.Text;
using Loadline.Core.Predictors;
using Loadline.Testing.Cost;

namespace Loadline.Core.Tests.Predictors;

public sealed class FeatureExtractorTests
{
    [Theory]
    [InlineData("Prove that  the SUM is 42.", "prove that the sum is 17.")]
    [InlineData("one\n\ttwo", "One two")]
    public void Extract_CaseSpaceAndDigits_MakeNoDifferenceToWords(string first, string second)
    {
        Assert.Equal(Extract(first).Words.ToArray(), Extract(second).Words.ToArray());
        Assert.Equal(Extract(first).Grams.ToArray(), Extract(second).Grams.ToArray());
    }

    // "a", "bb", "a bb", "bb a" and, a pair apart, "a … a"; of " a bb a " the n-grams " a ", "a b", " bb", "bb ", "b a" (and " a " again).
    [Fact]
    public void Extract_RepeatedFeatures_AreThereOnce()
    {
        var vector = Extract("a bb a");
        Assert.Equal(5, vector.Words.Length);
        Assert.Equal(5, vector.Grams.Length);
        Assert.Equal(FeatureSchema.Dense, vector.Dense.Length);
    }

    [Fact]
    public void Extract_ScriptWithoutSpaces_HasAWordPerCharacter()
        => Assert.Equal(6, Extract("下面关").Words.Length);

    [Fact]
    public void Extract_ShortText_PairsWordsApartInEitherOrder()
    {
        var first = Extract("transfer money now").Words.ToArray();
        var second = Extract("now money transfer").Words.ToArray();
        Assert.Equal(6, first.Length);

        // The three words and the pair apart; the pairs of neighbours know their order.
        Assert.Equal(4, first.Intersect(second).Count());
    }

    [Theory]
    [InlineData(24, 24 + 23 + (22 * 23 / 2))]
    [InlineData(25, 25 + 24)]
    public void Extract_MoreWordsThanAShortTextHas_NoPairsApart(int words, int features)
        => Assert.Equal(features, Extract(string.Join(' ', Enumerable.Range(0, words).Select(Letters))).Words.Length, tolerance: 1);

    // The plain twin of what finds words and folds 32 bytes at a time.
    [Fact]
    public void WordMask_AnyText_FindsTheWordsThatBytesDo()
    {
        var random = new Random(3);
        var room = new ulong[WordMask.Room];
        var folded = new byte[FeatureSchema.MaxBytes + TextFold.Slack];
        const string Alphabet = "abzAZ059  \n\t.,-_'é下😀’ß";
        for (var round = 0; round < 300; round++)
        {
            var text = Encoding.UTF8.GetBytes(new string([.. Enumerable.Range(0, random.Next(300)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]));
            var length = TextFold.Fold(text, folded);
            Assert.Equal(Folded(text), folded.AsSpan(0, length).ToArray());
            var mask = new WordMask(folded, length, room);
            for (var at = 0; at <= length; at++)
            {
                Assert.Equal(Enumerable.Range(at, length - at).FirstOrDefault(i => IsLetter(folded[i]) || IsWide(folded[i]), length), mask.Start(at));
                Assert.Equal(Enumerable.Range(at, length - at).FirstOrDefault(i => !IsLetter(folded[i]), length), mask.End(at));
            }
        }
    }

    private static byte[] Folded(byte[] text)
    {
        var folded = new List<byte> { (byte)' ' };
        foreach (var value in text.Append((byte)' '))
        {
            var next = value switch
            {
                >= (byte)'A' and <= (byte)'Z' => (byte)(value + 32),
                >= (byte)'0' and <= (byte)'9' => (byte)'0',
                <= 32 or 127 => (byte)' ',
                _ => value,
            };
            if (next != ' ' || folded[^1] != ' ')
            {
                folded.Add(next);
            }
        }

        return [.. folded];
    }

    private static bool IsLetter(byte value) => value is (>= (byte)'a' and <= (byte)'z') or (byte)'0' or (>= 0x80 and <= 0xE1);

    private static bool IsWide(byte value) => value is (>= 0xE3 and <= 0xED) or (>= 0xF0 and <= 0xF4);

    private static string Letters(int i) => $"{(char)('a' + (i / 5))}{(char)('k' + (i % 5))}x";

    [Fact]
    public void Extract_ReusedVector_ForgetsTheLastText()
    {
        var vector = new FeatureVector();
        Extract("quite another text with many words", vector);
        Extract("a bb a", vector);
        Assert.Equal(Extract("a bb a").Words.ToArray(), vector.Words.ToArray());
        Assert.Equal(Extract("a bb a").Grams.ToArray(), vector.Grams.ToArray());
        Assert.Equal(Extract("a bb a").Dense.ToArray(), vector.Dense.ToArray());
    }

    [Fact]
    public void Extract_AnyBytesOfAnyLength_StaysWithinItsBounds()
    {
        var random = new Random(11);
        var vector = new FeatureVector();
        foreach (var length in (int[])[0, 1, 2, 3, 7, 1023, 1024, 1025, 8187, 8188, 8189, 8192, 8193, 20000])
        {
            for (var kind = 0; kind < 4; kind++)
            {
                var text = new byte[length];
                random.NextBytes(text);
                for (var i = 0; i < length; i++)
                {
                    text[i] = kind switch { 0 => text[i], 1 => (byte)"a."[i % 2], 2 => 0xE4, _ => (byte)(' ' + (text[i] % 64)) };
                }

                FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(length), vector);
                Assert.All(vector.Dense.ToArray(), value => Assert.True(float.IsFinite(value)));
                Assert.Equal(vector.Words.Length, vector.Words.ToArray().Distinct().Count());
                Assert.InRange(vector.Grams.Length, 0, FeatureSchema.GramBytes);
            }
        }
    }

    [Fact]
    public void Extract_Warm_AllocatesNothing()
    {
        var vector = new FeatureVector();
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Compare these two offers, line by line; 12 of 40. ", 40)));
        for (var i = 0; i < 100; i++)
        {
            FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(text.Length), vector);
        }

        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                FeatureExtractor.Extract(text, ConversationFacts.SingleMessage(text.Length), vector);
            }
        }));
    }

    // Stored vectors and artifacts live longer than builds: a change here is a new FeatureSchema.Version.
    [Fact]
    public void Extract_FixedText_HasTheVersionsBuckets()
    {
        var vector = Extract("Translate the following 3 sentences into Italian: 下面");
        var hash = 17;
        foreach (var bucket in (int[])[.. vector.Words, .. vector.Grams])
        {
            hash = unchecked((hash * 31) + bucket);
        }

        Assert.Equal((2, 1224833984), (FeatureSchema.Version, hash));
    }

    private static FeatureVector Extract(string text, FeatureVector? into = null)
    {
        into ??= new FeatureVector();
        var bytes = Encoding.UTF8.GetBytes(text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), into);
        return into;
    }
}
