using Loadline.Core.Checks;

namespace Loadline.Core.Tests.Checks;

public sealed class AnswerNumberTests
{
    [Theory]
    [InlineData("The answer is 42.", 42)]
    [InlineData("She has 3 apples, then 5 more: 8", 8)]
    [InlineData("so it costs $1,234.50 in all", 1234.5)]
    [InlineData("12,345,678", 12345678)]
    [InlineData("take 1, 2, 3", 3)]
    [InlineData("1,2345", 2345)]
    [InlineData("it is -7", -7)]
    [InlineData("it is \u22127", -7)]
    [InlineData("10-5", 5)]
    [InlineData("x = (3)-4", 4)]
    [InlineData("3/4", 0.75)]
    [InlineData("-3/4 of it", -0.75)]
    [InlineData("2 1/2 cups", 2.5)]
    [InlineData("in 2023 1/2 cup", 2023.5)]
    [InlineData("6.02e23 particles", 6.02e23)]
    [InlineData("3e", 3)]
    [InlineData(@"thus \boxed{\frac{3}{4}}, as 2 steps show", 0.75)]
    [InlineData(@"\boxed{1{,}234}", 1234)]
    [InlineData(@"$19\,404$", 19404)]
    [InlineData(@"\boxed{12} and so \boxed{13}", 13)]
    [InlineData("#### 18\nThat took 3 steps", 18)]
    [InlineData("<<9*2=18>>18", 18)]
    [InlineData("7.", 7)]
    [InlineData(@"\dfrac{-1}{2}", -0.5)]
    public void Find_Answer_GivesItsNumber(string text, double expected) => Assert.Equal(expected, AnswerNumber.Find(text)!.Value.Value, 12);

    [Theory]
    [InlineData("")]
    [InlineData("no number here")]
    [InlineData(@"\boxed{x}")]
    [InlineData("-")]
    public void Find_NoNumber_GivesNothing(string text) => Assert.Null(AnswerNumber.Find(text));

    [Theory]
    [InlineData("50%", "50%", true)]
    [InlineData("50 %", "0.5", true)]
    [InlineData("0.5", "50%", true)]
    [InlineData("3.1415", "3.14", false)]
    [InlineData("1000000.5", "1000000", true)]
    [InlineData("18", "#### 18", true)]
    public void Run_NumbersOfTwoSpellings_AreCompared(string answer, string key, bool passes) =>
        Assert.Equal(passes, new NumericCheck().Run(new AnswerToCheck(answer) { Expected = [key] }).Passed);

    [Fact]
    public void Run_WithinTolerance_Passes()
    {
        var answer = new AnswerToCheck("3.1415") { Expected = ["3.14"] };
        Assert.True(new NumericCheck(tolerance: 0.01).Run(answer).Passed);
        Assert.True(new NumericCheck(relative: 0.001).Run(answer).Passed);
    }

    [Fact]
    public void Run_KeyWithoutNumber_IsRefused() =>
        Assert.Throws<CheckException>(() => new NumericCheck().Run(new AnswerToCheck("3") { Expected = ["three"] }));
}
