using System.Text.Json;
using Loadline.Core.Checks;

namespace Loadline.Core.Tests.Checks;

public sealed class CheckReaderTests
{
    [Theory]
    [InlineData("\"exact\"", "  The  Cat ", "the cat", 1)]
    [InlineData("""{"kind":"exact","ignore_case":false}""", "Cat", "cat", 0)]
    [InlineData("\"contains\"", "It is Paris, of course", "paris", 1)]
    [InlineData("""{"kind":"contains","texts":["a","b"],"all":true}""", "a and c", null, 0)]
    [InlineData("""{"kind":"contains","texts":["a","b"]}""", "x and b", null, 1)]
    [InlineData("""{"kind":"numeric","tolerance":0.5}""", "it is 3.4", "3", 1)]
    [InlineData("\"choice\"", "(B)", "B", 1)]
    [InlineData("""{"kind":"regex","pattern":"^[0-9]{3}$"}""", "123", null, 1)]
    [InlineData("\"regex\"", "abc", "^b", 0)]
    [InlineData("\"json_schema\"", "```json\n{\"a\":1}\n```", null, 1)]
    [InlineData("\"json_schema\"", "here: {\"a\":1}", null, 0)]
    [InlineData("""{"kind":"json_schema","schema":{"type":"array"}}""", "{}", null, 0)]
    [InlineData("""{"kind":"length","max_words":2}""", "one two three", null, 0)]
    [InlineData("\"length\"", "  ", null, 0)]
    [InlineData("\"stop\"", "whole", null, 1)]
    [InlineData("""{"kind":"stop","reasons":["length"]}""", "whole", null, 0)]
    [InlineData("""{"kind":"all","of":["stop","numeric"]}""", "4", "4", 1)]
    [InlineData("""{"kind":"all","of":["stop","numeric"]}""", "5", "4", 0)]
    [InlineData("""{"kind":"any","of":["exact","numeric"]}""", "about 4", "4", 1)]
    public void Read_Definition_GivesACheckThatJudges(string definition, string answer, string? key, double score) =>
        Assert.Equal(score, CheckReader.Read(Parse(definition)).Run(new AnswerToCheck(answer) { Expected = key is null ? [] : [key], StopReason = "stop" }).Score);

    [Theory]
    [InlineData("\"code\"", "runs no code")]
    [InlineData("\"magic\"", "no kind of check")]
    [InlineData("{}", "needs its kind")]
    [InlineData("""{"kind":"exact","tolerence":1}""", "`tolerence` is not known to the kind `exact`")]
    [InlineData("""{"kind":"numeric","tolerance":"much"}""", "must be a number from 0")]
    [InlineData("""{"kind":"regex","pattern":"("}""", "malformed")]
    [InlineData("""{"kind":"regex","pattern":"(a)\\1"}""", "back-reference")]
    [InlineData("""{"kind":"all","of":[]}""", "needs a list of checks")]
    [InlineData("""{"kind":"choice","options":1}""", "from 2 to 26")]
    public void Read_BadDefinition_SaysWhatToWrite(string definition, string message) =>
        Assert.Contains(message, Assert.Throws<CheckException>(() => CheckReader.Read(Parse(definition))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"kind":"judge"}""", "needs `model`")]
    [InlineData("""{"kind":"pairwise","model":"m"}""", "needs `against`")]
    [InlineData("""{"kind":"labels","file":"f","scale":0}""", "above 0")]
    [InlineData("""{"kind":"judge","model":"m","rubrik":"x"}""", "`rubrik` is not known")]
    public void Grader_BadDefinition_SaysWhatToWrite(string definition, string message) =>
        Assert.Contains(message, Assert.Throws<CheckException>(() => GraderDefinition.Read("g", Parse(definition))).Message, StringComparison.Ordinal);

    [Fact]
    public void Stop_ReasonNotRecorded_Fails() => Assert.False(new StopCheck().Run(new AnswerToCheck("x")).Passed);

    [Fact]
    public void ReadExpected_NumbersAndLists_BecomeTexts() => Assert.Equal(["1.50", "a", "true"], AnswerToCheck.ReadExpected(Parse("""[1.50,["a"],true,null]""")));

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
