using System.Text;
using Loadline.Core.Outcomes;

namespace Loadline.Core.Tests.Outcomes;

public sealed class PromptKeyTests
{
    [Theory]
    [InlineData("One two", "  one\n\tTWO ", true)]
    [InlineData("Straße", "STRASSE", false)]
    [InlineData("École", "école", true)]
    [InlineData("one two", "onetwo", false)]
    [InlineData("one two", "one two.", false)]
    [InlineData("a\u00a0b", "a b", true)]
    public void OfText_Spellings_MeetWhereOnlyCaseAndSpaceDiffer(string one, string other, bool same) =>
        Assert.Equal(same, PromptKey.OfText(one) == PromptKey.OfText(other));

    [Fact]
    public void Of_OneUserMessage_IsItsPrompt()
    {
        var prompt = Key("\"prompt\":\"Hello there\"");
        Assert.Equal(prompt, Key("\"messages\":[{\"role\":\"user\",\"content\":\"hello  there\"}]"));
        Assert.Equal(prompt, Key("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello there\"}]}]"));
        Assert.NotEqual(prompt, Key("\"messages\":[{\"role\":\"system\",\"content\":\"Hello there\"}]"));
    }

    [Fact]
    public void Of_Conversation_DependsOnRolesAndOrder()
    {
        var one = Key("\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]");
        Assert.NotEqual(one, Key("\"messages\":[{\"role\":\"user\",\"content\":\"b\"},{\"role\":\"assistant\",\"content\":\"a\"}]"));
        Assert.NotEqual(one, Key("\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"}]"));
        Assert.NotEqual(one, Key("\"prompt\":\"ab\""));
    }

    [Fact]
    public void Of_OtherPicture_IsAnotherPrompt() => Assert.NotEqual(Key(Image("a")), Key(Image("b")));

    private static string Image(string url) =>
        "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"what is it\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\"" + url + "\"}}]}]";

    private static UInt128 Key(string prompt) => PromptKey.Of(OutcomeReader.Parse(
        Encoding.UTF8.GetBytes("{\"id\":\"1\"," + prompt + ",\"outcomes\":{\"m\":{\"quality\":1}}}"), OutcomeReadOptions.Default));
}
