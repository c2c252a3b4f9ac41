using Loadline.Core.Checks;

namespace Loadline.Core.Tests.Checks;

public sealed class ChoiceCheckTests
{
    [Theory]
    [InlineData("B", 'B')]
    [InlineData("b", 'B')]
    [InlineData("(C)", 'C')]
    [InlineData("C. Paris", 'C')]
    [InlineData("**D**", 'D')]
    [InlineData("The answer is (B).", 'B')]
    [InlineData("The answer is **B**", 'B')]
    [InlineData("Answer: C", 'C')]
    [InlineData("the correct answer is option D, because A fails", 'D')]
    [InlineData("At first the answer is A. But no: the answer is B.", 'B')]
    [InlineData(@"Therefore \boxed{E}", 'E')]
    [InlineData(@"Therefore \boxed{\text{E}}", 'E')]
    [InlineData("A long story about it.\nI would go with (F)", 'F')]
    [InlineData("It must be C", 'C')]
    [InlineData("A man walks into a bar; it must be D", 'D')]
    public void Find_Answer_GivesTheLetter(string text, char expected) => Assert.Equal(expected, new ChoiceCheck().Find(text));

    [Theory]
    [InlineData("I am not sure.")]
    [InlineData("A man walked in.")]
    [InlineData("B or C would do")]
    [InlineData("")]
    [InlineData("The answer is Paris")]
    [InlineData("Z")]
    public void Find_NoChoice_GivesNothing(string text) => Assert.Null(new ChoiceCheck().Find(text));

    [Fact]
    public void Run_KeyIsNoLetter_IsRefused() =>
        Assert.Throws<CheckException>(() => new ChoiceCheck(4).Run(new AnswerToCheck("A") { Expected = ["Paris"] }));

    [Fact]
    public void Run_OptionBeyondTheLast_IsNone() => Assert.False(new ChoiceCheck(4).Run(new AnswerToCheck("E") { Expected = ["E", "D"] }).Passed);
}
