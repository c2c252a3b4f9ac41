using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Tests.Checks;

/// <summary>Checks of answers without a key: certainty, refusals, agreement, sums; whole and while they are written.</summary>
public sealed class DraftCheckTests
{
    [Theory]
    [InlineData("{\"kind\":\"logprob\",\"mean\":-0.4}", "-0.1 -0.2 -0.3", true)]
    [InlineData("{\"kind\":\"logprob\",\"mean\":-0.4}", "-0.1 -2", false)]
    [InlineData("{\"kind\":\"logprob\",\"min\":-1.5}", "-0.1 -2 -0.1 -0.1", false)]
    [InlineData("{\"kind\":\"logprob\",\"min\":-3}", "-0.1 -2", true)]
    [InlineData("{\"kind\":\"logprob\",\"mean\":-0.4}", "", false)]
    [InlineData("{\"kind\":\"logprob\",\"mean\":-21}", "-9999", true)] // "Next to impossible" is bounded.
    public void Logprob_Bounds_AreKept(string definition, string tokens, bool passes) =>
        Assert.Equal(passes, Read(definition).Run(Answer("x", tokens)).Passed);

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.2, false)]
    public void Logprob_Entropy_CountsWhatAlternativesLeave(double most, bool passes)
    {
        // 0.95 and 0.05 left over: 0.1985 nats.
        var tokens = new TokenLogprobs();
        tokens.Add(Math.Log(0.95));
        tokens.AddAlternatives([Math.Log(0.95)]);
        Assert.Equal(0.1985, tokens.Entropy, 4);
        var check = Read($"{{\"kind\":\"logprob\",\"entropy\":{(most - 0.05).ToString(System.Globalization.CultureInfo.InvariantCulture)}}}");
        Assert.Equal(passes, check.Run(new AnswerToCheck("x") { Logprobs = tokens }).Passed);
    }

    [Theory]
    [InlineData("\"mean\":-0.4,\"early\":4", "-0.1 -0.1 -0.1", null)] // Too few.
    [InlineData("\"mean\":-0.4,\"early\":4", "-0.1 -0.1 -0.1 -0.12", true)]
    [InlineData("\"mean\":-0.4,\"early\":4", "-0.1 -0.9 -0.1 -0.3", null)] // The interval holds the bound.
    [InlineData("\"mean\":-0.4,\"early\":4", "-1 -1.1 -1 -1", false)]
    [InlineData("\"mean\":-0.4", "-0.1 -0.1 -0.1 -0.1 -0.1 -0.1", null)] // Not asked to.
    [InlineData("\"min\":-1,\"mean\":-0.4,\"early\":4", "-0.1 -0.1 -0.1 -0.12", null)] // A later token may be lower.
    [InlineData("\"min\":-1", "-0.1 -1.2", false)]
    [InlineData("\"mean\":-0.4,\"first\":2", "-0.1 -0.1", true)]
    [InlineData("\"mean\":-0.4,\"first\":2", "-0.1", null)]
    public void LogprobEarly_RunningBound_DecidesOnlyWhereItIsSafe(string fields, string tokens, bool? passes) =>
        Assert.Equal(passes, Read("{\"kind\":\"logprob\"," + fields + "}").RunEarly(Answer("x", tokens))?.Passed);

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", false)]
    [InlineData("I don’t know the answer.", false)]
    [InlineData("Cannot determine without additional context.", false)]
    [InlineData("42", true)]
    public void Refusal_Openings_AreFound(string text, bool passes) => Assert.Equal(passes, Read("\"refusal\"").Run(new AnswerToCheck(text)).Passed);

    [Fact]
    public void Refusal_QuotedFarBehindTheOpening_IsNone() =>
        Assert.True(Read("\"refusal\"").Run(new AnswerToCheck(new string('x', 250) + " and she said: I don't know.")).Passed);

    [Fact]
    public void Refusal_Hedging_FailsOnlyWhereAskedFor()
    {
        var text = new AnswerToCheck("It might be 5, perhaps, I think, but maybe it is possibly 6.");
        Assert.True(Read("\"refusal\"").Run(text).Passed);
        Assert.False(Read("{\"kind\":\"refusal\",\"hedging\":true}").Run(text).Passed);
    }

    [Theory]
    [InlineData("The answer is 42.", true)]
    [InlineData("41", false)]
    public void Agreement_Numbers_AreCompared(string text, bool passes) =>
        Assert.Equal(passes, Read("{\"kind\":\"agreement\",\"share\":0.6}").Run(new AnswerToCheck(text) { Others = ["42", "It is 42", "43"] }).Passed);

    [Theory]
    [InlineData("Yes.", "**yes**")]
    [InlineData("So we get $1,000.", "1000")]
    [InlineData("Paris", "paris!")]
    public void Extract_SameInOtherWords_IsTheSame(string one, string other) => Assert.Equal(ExtractedAnswer.Of(one), ExtractedAnswer.Of(other));

    [Theory]
    [InlineData("8 x $5 = $<<8*5=40>>40 and 8 x 40% of 5 is 24", 1, 1, 40)]
    [InlineData("$40 + $24 = $65.", 1, 0, 65)]
    [InlineData("(1 + 2) * 3 = 9, then 9 / 2 = 4.5", 2, 2, 4.5)]
    [InlineData("x = 5", 0, 0, double.NaN)]
    [InlineData("1,200 - 200 = 1,000", 1, 1, 1000)]
    public void Arithmetic_Sums_AreWorkedOut(string text, int sums, int right, double last) =>
        Assert.Equal((sums, right, last), ArithmeticText.Check(text));

    [Theory]
    [InlineData("{\"kind\":\"score\",\"of\":[\"stop\",{\"kind\":\"length\",\"min_chars\":3}],\"weights\":[1,3],\"at_least\":0.7}", "long", true)]
    [InlineData("{\"kind\":\"score\",\"of\":[\"stop\",{\"kind\":\"length\",\"min_chars\":9}],\"weights\":[1,3],\"at_least\":0.7}", "long", false)]
    public void Score_WeightedMean_MustBeHighEnough(string definition, string text, bool passes) =>
        Assert.Equal(passes, Read(definition).Run(new AnswerToCheck(text) { StopReason = "length" }).Passed);

    [Theory]
    [InlineData("all", "I'm sorry, but I can't", false)]
    [InlineData("all", "So far so", null)]
    [InlineData("any", "I'm sorry, but I can't", null)]
    public void Combined_Early_DecidesAsSoonAsOnePartDoes(string kind, string text, bool? passes) =>
        Assert.Equal(passes, Read($"{{\"kind\":\"{kind}\",\"of\":[\"refusal\",{{\"kind\":\"regex\",\"pattern\":\"a\"}}]}}").RunEarly(new AnswerToCheck(text))?.Passed);

    [Theory]
    [InlineData("{\"kind\":\"logprob\"}", "needs a bound")]
    [InlineData("{\"kind\":\"logprob\",\"mean\":0.4}", "0 or below")]
    [InlineData("{\"kind\":\"score\",\"of\":[\"stop\"],\"weights\":[1,2]}", "one number above 0 for each check")]
    [InlineData("{\"kind\":\"agreement\",\"samples\":11}", "at most 10")]
    [InlineData("{\"kind\":\"predictor\"}", "needs its file")]
    public void Read_MalformedDefinition_SaysWhatToWrite(string definition, string message) =>
        Assert.Contains(message, Assert.Throws<CheckException>(() => Read(definition)).Message, StringComparison.Ordinal);

    private static Check Read(string definition)
    {
        using var document = JsonDocument.Parse(definition);
        return CheckReader.Read(document.RootElement);
    }

    private static AnswerToCheck Answer(string text, string tokens)
    {
        var logprobs = new TokenLogprobs();
        foreach (var token in tokens.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            logprobs.Add(double.Parse(token, System.Globalization.CultureInfo.InvariantCulture));
        }

        return new AnswerToCheck(text) { Logprobs = logprobs };
    }
}
