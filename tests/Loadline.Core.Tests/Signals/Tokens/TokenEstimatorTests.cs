using System.Reflection;
using System.Text;
using Loadline.Core.Signals.Tokens;

namespace Loadline.Core.Tests.Signals.Tokens;

public sealed class TokenEstimatorTests
{
    [Fact]
    public void Estimate_Empty_IsZero() => Assert.Equal(0, TokenEstimator.Estimate([]));

    // Counts of cl100k and o200k where they agree, else of o200k; the estimate may be off by the last argument.
    [Theory]
    [InlineData("hello world", 2, 0)]
    [InlineData("Hello, world!", 4, 0)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10, 1)]
    [InlineData("I don't know.", 4, 1)]
    [InlineData("1 2 3", 5, 1)]
    [InlineData("def add(a, b):\n    return a + b\n", 13, 2)]
    [InlineData("你好，世界！", 4, 1)]
    [InlineData("👍", 1, 0)]
    public void Estimate_KnownTokenization_ComesClose(string text, int tokens, int tolerance) =>
        Assert.InRange(TokenEstimator.Estimate(Encoding.UTF8.GetBytes(text)), tokens - tolerance, tokens + tolerance);

    [Theory]
    [InlineData(1, 10, 0, 0, 17)]
    [InlineData(3, 100, 0, 0, 115)]
    [InlineData(1, 10, 2, 1, 858)]
    public void EstimateRequest_OpenAi_AddsTheTemplate(int messages, int text, int tools, int images, int expected) =>
        Assert.Equal(expected, TokenEstimator.EstimateRequest(text, messages, tools, images));

    [Fact]
    public void EstimateRequest_FirstToolOfClaude_BringsItsSystemPrompt()
    {
        var bare = new RequestTokens { Text = 100, Messages = 1 };
        var delta = TokenEstimator.EstimateRequest(bare with { ToolsJson = 100 }, TokenOverhead.Anthropic) - TokenEstimator.EstimateRequest(bare, TokenOverhead.Anthropic);
        Assert.Equal(TokenOverhead.Anthropic.WithTools + 130, delta);
    }

    [Fact]
    public void EstimateRequest_HugeParts_Saturates() =>
        Assert.Equal(int.MaxValue, TokenEstimator.EstimateRequest(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));

    /// <summary>Features that reach back up to 12 bytes must survive every position of the 64-byte blocks' borders.</summary>
    [Fact]
    public void Count_RandomBytes_EqualsThePlainTwin()
    {
        var random = new Random(7);
        var pieces = new[] { "word", "camelCase", "HTTPServer", "it's", "12345", " ", "  ", "\n", "\r\n", "\t", "();", "é", "ấy", "漢字", "—", "incomprehensibilities", "_", "x" };
        for (var round = 0; round < 2000; round++)
        {
            var text = new StringBuilder();
            while (text.Length < random.Next(1, 400))
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            if (round % 2 == 1)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256); // broken UTF-8 counts the same way
            }

            AssertEqual(PlainTokenCounts.Count(bytes), TokenScan.Count(bytes), bytes);
        }
    }

    private static void AssertEqual(TokenCounts expected, TokenCounts actual, byte[] text)
    {
        foreach (var field in typeof(TokenCounts).GetFields(BindingFlags.Public | BindingFlags.Instance))
        {
            Assert.True(Equals(field.GetValue(expected), field.GetValue(actual)),
                $"{field.Name}: {field.GetValue(expected)} expected, {field.GetValue(actual)} counted in {Convert.ToHexString(text)}");
        }
    }
}
