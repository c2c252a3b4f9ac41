using Loadline.Core.Caching;

namespace Loadline.Core.Tests.Caching;

/// <summary>What counts as the same question in other wording, and what must agree before meanings are compared.</summary>
public sealed class WordingTests
{
    [Theory]
    [InlineData("What's the capital of France?", "what is capital of france")]
    [InlineData("What is the capital of France?", "Hi! Could you tell me what is the capital of France? Thank you in advance.")]
    [InlineData("How many apples, pears and plums are there?", "How many apples pears and plums are there")]
    [InlineData("Why don't cats swim?", "Please: why do not cats swim?")]
    [InlineData("It costs 1,200 dollars. How much is half?", "it costs 1200 dollars; how much is half")]
    [InlineData("Quick question: hello, who won the cup?", "who won the cup")]
    public void Key_SameWordsInOtherDress_Agrees(string one, string other) => Assert.Equal(Wording.Key(one), Wording.Key(other));

    [Theory]
    [InlineData("James runs 3 sprints of 60 meters.", "James runs 4 sprints of 60 meters.")]
    [InlineData("James runs 3 sprints of 60 meters.", "James runs 60 sprints of 3 meters.")]
    [InlineData("Flights from Paris to London", "Flights from London to Paris")]
    [InlineData("Is it safe to eat this?", "Is it not safe to eat this?")]
    [InlineData("What is 3-4?", "What is 3+4?")]
    [InlineData("What is (2+3)*4?", "What is 2+(3*4)?")]
    [InlineData("What is 1.5 times 2?", "What is 15 times 2?")]
    [InlineData("Can I drive?", "Can you drive?")]
    [InlineData("How does my cat sleep?", "How does your cat sleep?")]
    [InlineData("What does \"Let's eat, Grandma\" mean?", "What does \"Let's eat Grandma\" mean?")]
    [InlineData("What does `Foo` do?", "What does `foo` do?")]
    [InlineData("tell me", "thanks")]
    public void Key_OtherWords_Differs(string one, string other) => Assert.True(Wording.Key(one) is null || Wording.Key(one) != Wording.Key(other));

    [Theory]
    [InlineData("")]
    [InlineData("Hello!")]
    [InlineData("...?!")]
    [InlineData("Which capital letters are in HeLLo?")]
    [InlineData("Where does a comma go in lets eat grandma?")]
    public void Key_NothingLeftOrAboutLetters_IsNone(string question) => Assert.Null(Wording.Key(question));

    [Theory]
    [InlineData("How do I reset my password?", "What are the steps to change my login secret?", true)]
    [InlineData("Add three and 4", "sum up 3 with 4", false)]
    [InlineData("I have three cats", "I own 3 kittens", true)]
    [InlineData("Weather in Paris", "Weather in London", false)]
    [InlineData("Cancel it before Monday", "Cancel it after Monday", false)]
    [InlineData("Which is the most common?", "Which is the least common?", false)]
    [InlineData("Don't stop it", "Stop it", false)]
    [InlineData("Is x > y?", "Is x < y?", false)]
    [InlineData("Say \"yes\"", "Say \"no\"", false)]
    [InlineData("It costs 1,200", "It costs 1200", true)]
    public void Particulars_AgreeOnlyWhereNumbersNamesAndOppositesDo(string one, string other, bool agree) =>
        Assert.Equal(agree, Particulars.Key(one) == Particulars.Key(other));
}
