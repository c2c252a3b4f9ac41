using System.Text;
using Loadline.Core.Rules;

namespace Loadline.Core.Tests.Rules;

public sealed class KeywordMatcherTests
{
    [Theory]
    [InlineData("refund", "I want a REFUND now", true)]
    [InlineData("refund", "refund", true)]
    [InlineData("refund", "refunded", false)]
    [InlineData("refund", "prerefund", false)]
    [InlineData("refund", "refund_id", false)]
    [InlineData("refund", "(refund)", true)]
    [InlineData("refund", "refundé refund", true)]
    [InlineData("refund", "refundé", false)]
    [InlineData("credit card", "my credit card", true)]
    [InlineData("credit card", "my Credit \n\t Card.", true)]
    [InlineData("credit card", "credit-card", false)]
    [InlineData("credit card", "creditcard", false)]
    [InlineData("credit  card", "credit card", true)]
    [InlineData("c++", "I like C++, too", true)]
    [InlineData("c++", "abc++", false)]
    [InlineData(".net", "use .NET here", true)]
    [InlineData(".net", "asp.net", true)]
    [InlineData("überweisung", "Die ÜBERWEISUNG fehlt", true)]
    [InlineData("Überweisung", "die überweisung fehlt", true)]
    [InlineData("überweisung", "Rücküberweisung", false)]
    [InlineData("возврат", "Хочу ВОЗВРАТ денег", true)]
    [InlineData("возврат", "возвратный", false)]
    [InlineData("退款", "我想要退款谢谢", true)]
    [InlineData("退款", "退 款", false)]
    [InlineData("ค่า", "ราคาค่าส่ง", true)]
    [InlineData("환불", "환불을 원해요", true)]
    [InlineData("é", "cafe\u0301", false)]
    [InlineData("cafe", "cafe\u0301", false)]
    [InlineData("né", "NÉ", true)]
    [InlineData("öl", "ÖL", true)]
    [InlineData("öl", "Mineralöl", false)]
    [InlineData("x y", "X\tY", true)]
    [InlineData("x", "X", true)]
    [InlineData("is", "ıs", false)]
    [InlineData("a", "", false)]
    [InlineData("a", "b a", true)]
    public void IsMatch_WordsAndPhrases_AreWholeAndInAnyCase(string keyword, string text, bool expected) =>
        Assert.Equal(expected, new KeywordMatcher([keyword]).IsMatch(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void IsMatch_NoKeywords_IsFalse() => Assert.False(new KeywordMatcher([]).IsMatch("text"u8));

    [Fact]
    public void IsMatch_BrokenUtf8_IsOnlyAnotherText()
    {
        var matcher = new KeywordMatcher(["über", "x"]);
        Assert.False(matcher.IsMatch([0xC3, 0xC3, 0xBC, 0xFF, 0x80]));
        Assert.True(matcher.IsMatch([0xFF, (byte)'x', 0xC3]));
    }

    // The plain twin: fold, and look for the phrase with an edge on both sides.
    [Fact]
    public void IsMatch_RandomTexts_AgreesWithThePlainTwin()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var keywords = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Word(random, "abAB "[..4], random.Next(1, 4))).ToArray();
            var text = Word(random, "abAB é-", random.Next(0, 14));
            Assert.Equal(keywords.Any(keyword => Plain(text, keyword)), new KeywordMatcher(keywords).IsMatch(Encoding.UTF8.GetBytes(text)));
        }
    }

    [Fact]
    public void IsMatch_AThousandKeywords_AreAllFound()
    {
        var keywords = Enumerable.Range(0, 1000).Select(i => "word" + i).ToArray();
        var matcher = new KeywordMatcher(keywords);
        Assert.All(keywords, keyword => Assert.True(matcher.IsMatch(Encoding.UTF8.GetBytes("some " + keyword + " text"))));
        Assert.False(matcher.IsMatch("word1000 word-x aword1"u8));
    }

    private static string Word(Random random, string letters, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));

    private static bool Plain(string text, string keyword)
    {
        for (var at = text.IndexOf(keyword, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(keyword, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + keyword.Length;
            if ((at == 0 || !char.IsLetter(text[at - 1])) && (end == text.Length || !char.IsLetter(text[end])))
            {
                return true;
            }
        }

        return false;
    }
}
