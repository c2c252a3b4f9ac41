using System.Buffers;
using System.Text;
using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Tables;

public sealed class TableSplitterTests
{
    private static readonly SplitShares Shares = SplitShares.Parse("train=60, certify=20%, test=20");

    [Fact]
    public void Split_ManyRows_ComesNearTheShares()
    {
        using var folder = new TempFolder();
        var path = folder.Write("t.jsonl", string.Concat(Enumerable.Range(0, 4000).Select(i => Rows.Line($"{i}", $"prompt {i}", 1, 0))));
        var report = TableSplitter.Split(path, Shares, 1, OutcomeReadOptions.Default, (_, _) => { });

        // Three standard deviations of a binomial of 4,000 draws.
        Assert.InRange(report.Rows["train"], 2400 - 93, 2400 + 93);
        Assert.InRange(report.Rows["certify"], 800 - 76, 800 + 76);
        Assert.Equal(4000, report.Rows.Values.Sum());
    }

    [Fact]
    public void Split_SamePromptOrCluster_IsNeverOnTwoSides()
    {
        using var folder = new TempFolder();
        var text = new StringBuilder();
        for (var i = 0; i < 300; i++)
        {
            // Prompt i ties to cluster i/3; row i+1000 repeats its prompt without a cluster.
            text.Append(Rows.Line($"{i}", $"prompt {i}", 1, 0, $"\"cluster\":\"c{i / 3}\","));
            text.Append(Rows.Line($"{i + 1000}", $"PROMPT  {i}", 1, 0));
        }

        var parts = Parts(folder.Write("t.jsonl", text.ToString()), 1);
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(parts[$"{i}"], parts[$"{i + 1000}"]);
            Assert.Equal(parts[$"{i}"], parts[$"{i / 3 * 3}"]);
        }

        Assert.Equal(3, parts.Values.Distinct().Count());
    }

    [Fact]
    public void Split_RowsReversedAndAdded_KeepTheirParts()
    {
        using var folder = new TempFolder();
        var lines = Enumerable.Range(0, 200).Select(i => Rows.Line($"{i}", $"prompt {i}", 1, 0)).ToList();
        var first = Parts(folder.Write("a.jsonl", string.Concat(lines.Take(100))), 7);
        lines.Reverse();
        var second = Parts(folder.Write("b.jsonl", string.Concat(lines)), 7);
        Assert.All(first, pair => Assert.Equal(pair.Value, second[pair.Key]));
        Assert.NotEqual(first.Values, Parts(folder.At("a.jsonl"), 8).Values);
    }

    [Fact]
    public void Split_BadLine_WritesNothing()
    {
        using var folder = new TempFolder();
        var path = folder.Write("t.jsonl", Rows.Line("1", "a", 1, 0) + "{}\n");
        Assert.Throws<OutcomeTableException>(() => TableSplitter.Split(path, Shares, 1, OutcomeReadOptions.Default, (_, _) => Assert.Fail("a row was written")));
        Assert.Equal(1, TableSplitter.Split(path, Shares, 1, new OutcomeReadOptions { Lenient = true }, (_, _) => { }).SkippedLines);
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"n\":1.50}", "{\"split\":\"a\\\"b\",\"id\":\"1\",\"n\":1.50}")]
    [InlineData("{ \"id\":\"1\", \"split\" : null, \"n\":1.50}", "{ \"id\":\"1\", \"split\" : \"a\\\"b\", \"n\":1.50}")]
    [InlineData("{\"x\":{\"split\":\"no\"},\"split\":{\"a\":[1]},\"y\":2}", "{\"x\":{\"split\":\"no\"},\"split\":\"a\\\"b\",\"y\":2}")]
    public void Mark_Row_ChangesNothingElse(string line, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        TableSplitter.Mark(Encoding.UTF8.GetBytes(line), "a\"b", output);
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("train=1")]
    [InlineData("train=1,train=2")]
    [InlineData("train=0,test=1")]
    [InlineData("train,test")]
    public void Parse_BadShares_AreRefused(string text) => Assert.Throws<FormatException>(() => SplitShares.Parse(text));

    private static Dictionary<string, int> Parts(string path, int seed)
    {
        var parts = new Dictionary<string, int>();
        TableSplitter.Split(path, Shares, seed, OutcomeReadOptions.Default, (part, line) => parts.Add(Rows.Parse(Encoding.UTF8.GetString(line.Span)).Id, part));
        return parts;
    }
}
