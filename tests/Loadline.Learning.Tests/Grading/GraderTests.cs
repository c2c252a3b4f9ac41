using System.Text;
using System.Text.Json;
using Loadline.Core.Checks;
using Loadline.Core.Outcomes;
using Loadline.Learning.Grading;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Grading;

public sealed class GraderTests
{
    private const string Row =
        """{"id":"1","prompt":"2+2?","answer":4,"outcomes":{"small":{"response":"four, so 4"},"large":{"response":"It is 5","quality":1},"old":{"quality":0.3}}}""";

    [Fact]
    public async Task Grade_ByCheck_GradesWhatHasAText()
    {
        var (row, report) = await Grade(Row, """{"n":{"kind":"numeric"}}""", regrade: true);
        Assert.Equal((1.0, 0.0, 0.3), (row.Outcomes["small"].Quality, row.Outcomes["large"].Quality, row.Outcomes["old"].Quality));
        Assert.Equal((2L, 1L, 1L, 0L), (report.Graded, report.Changed, report.WithoutResponse, report.Failed));
    }

    [Fact]
    public async Task Grade_WithoutRegrade_LeavesGradesAlone()
    {
        var (row, report) = await Grade(Row, """{"n":{"kind":"numeric"}}""", regrade: false);
        Assert.Equal((1.0, 1.0, 1L), (row.Outcomes["small"].Quality, row.Outcomes["large"].Quality, report.Graded));
    }

    [Theory]
    [InlineData("""{"a":{"kind":"exact"},"b":{"kind":"numeric"}}""", "", "names no `grader`")]
    [InlineData("""{"a":{"kind":"exact"}}""", "\"grader\":\"z\",", "no grader 'z'")]
    [InlineData("""{"a":{"kind":"exact"}}""", "\"answer\":null,", "has no `answer`")]
    [InlineData("""{"a":{"kind":"numeric"}}""", "\"answer\":\"none\",", "holds no number")]
    public async Task Grade_Impossible_SaysWhy(string graders, string field, string problem)
    {
        var line = "{\"id\":\"1\",\"prompt\":\"p\"," + field + "\"outcomes\":{\"m\":{\"response\":\"4\"}}}";
        var (row, report) = await Grade(line, graders, regrade: false);
        Assert.False(row.Outcomes["m"].IsGraded);
        Assert.Contains(problem, Assert.Single(report.Problems).Key, StringComparison.Ordinal);
        Assert.StartsWith("row '1', model 'm'", Assert.Single(report.Examples), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grade_RowNamesItsGrader_ThatOneGrades()
    {
        var line = """{"id":"1","prompt":"p","answer":"B","grader":"mc","outcomes":{"m":{"response":"The answer is B"}}}""";
        var (row, _) = await Grade(line, """{"default":{"kind":"exact"},"mc":{"kind":"choice"}}""", regrade: false);
        Assert.Equal(1, row.Outcomes["m"].Quality);
    }

    [Theory]
    [InlineData("""{"grade":7,"reason":"fine"}""", 0.7)]
    [InlineData("""{"grade":0}""", 0.0)]
    [InlineData("""{"grade":11}""", null)]
    [InlineData("""{"grade":"7"}""", null)]
    [InlineData("""{"score":7}""", null)]
    public async Task Grade_ByJudge_TakesGradesFromZeroToTen(string answer, double? expected)
    {
        var judge = new ScriptedJudge(_ => answer);
        var grade = await new JudgeGrader("j", judge, "brevity").GradeAsync(Request("small"), default);
        Assert.Equal(expected, grade.Score);
        Assert.Equal(expected is null, grade.Problem is not null);
        Assert.Contains("brevity", judge.Questions[0].Instructions, StringComparison.Ordinal);
        Assert.Contains("2+2?", judge.Questions[0].Text, StringComparison.Ordinal);
        Assert.Contains("four, so 4", judge.Questions[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", 1)]
    [InlineData("other", -1)]
    [InlineData("first", 0)]
    [InlineData("tie", 0)]
    public async Task Grade_Pairwise_AsksBothOrdersAndTiesOnDisagreement(string preferred, int preference)
    {
        // The judge prefers an answer wherever it stands, or always the first.
        var judge = new ScriptedJudge(question =>
        {
            var ownFirst = question.Text.IndexOf("four, so 4", StringComparison.Ordinal) < question.Text.IndexOf("It is 5", StringComparison.Ordinal);
            var better = preferred switch { "own" => ownFirst ? "A" : "B", "other" => ownFirst ? "B" : "A", "first" => "A", _ => "tie" };
            return "{\"better\":\"" + better + "\"}";
        });
        var grade = await new PairwiseGrader("p", judge, "large", null).GradeAsync(Request("small"), default);
        Assert.Equal((preference, (1 + preference) / 2.0, 2), (grade.Preference, grade.Score, judge.Questions.Count));
    }

    [Fact]
    public async Task Grade_PairwiseAgainstItselfOrNobody_AsksNobody()
    {
        var judge = new ScriptedJudge(_ => throw new InvalidOperationException());
        Assert.Equal(0.5, (await new PairwiseGrader("p", judge, "large", null).GradeAsync(Request("large"), default)).Score);
        Assert.Contains("no answer of 'huge'", (await new PairwiseGrader("p", judge, "huge", null).GradeAsync(Request("large"), default)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grade_ByLabels_TakesTheirMeanInScale()
    {
        string[] lines = ["""{"id":"1","model":"small","score":5}""", "", """{"id":"1","model":"small","score":2}"""];
        var labels = new LabelGrader("l", lines, "f", scale: 5);
        Assert.Equal(0.7, (await labels.GradeAsync(Request("small"), default)).Score!.Value, 9);
        Assert.Equal("no label", (await labels.GradeAsync(Request("large"), default)).Problem);
        Assert.StartsWith("f:1: the score", Assert.Throws<GradingException>(() => new LabelGrader("l", lines, "f")).Message, StringComparison.Ordinal);
        Assert.StartsWith("f:1: not a label", Assert.Throws<GradingException>(() => new LabelGrader("l", ["{}"], "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GradeTable_ManyRows_KeepsOrderAndDropsUngraded()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i =>
            $$$"""{"id":"{{{i}}}","prompt":"p{{{i}}}","answer":{{{i}}},"outcomes":{"a":{"response":"{{{(i % 2 == 0 ? i : -1)}}}"},"b":{"cost":1} } }""" + "\n"));
        using var reader = new OutcomeReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t", new OutcomeReadOptions { AllowUngraded = true });
        using var output = new MemoryStream();
        using (var writer = new OutcomeWriter(output))
        {
            await TableGrader.GradeAsync(reader, writer, new RowGrader(Set("""{"n":{"kind":"numeric"}}"""), new GradeTally()), false, dropUngraded: true, 7, default);
            writer.Flush();
            var table = OutcomeTable.Read(new MemoryStream(output.ToArray()), "out");
            Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), table.Rows.Select(row => row.Id));
            Assert.Equal(["a"], table.Models);
            Assert.Equal(25, table.Rows.Sum(row => row.Outcomes["a"].Quality));
        }
    }

    private static GradeRequest Request(string model)
    {
        var row = Rows.Parse(Row);
        return new GradeRequest(row, model, row.Outcomes[model], row.Outcomes);
    }

    private static async Task<(OutcomeRow Row, GradeReport Report)> Grade(string line, string graders, bool regrade)
    {
        var tally = new GradeTally();
        var row = await new RowGrader(Set(graders), tally).GradeAsync(Rows.Parse(line), outcome => regrade || !outcome.IsGraded, default);
        return (row, tally.ToReport());
    }

    private static GraderSet Set(string graders)
    {
        using var json = JsonDocument.Parse(graders);
        return new GraderSet(GraderSet.Create(GraderDefinition.ReadAll(json.RootElement), _ => throw new InvalidOperationException(), "."), null);
    }
}
