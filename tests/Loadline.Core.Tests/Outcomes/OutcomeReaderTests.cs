using System.IO.Compression;
using System.Text;
using Loadline.Core.Outcomes;

namespace Loadline.Core.Tests.Outcomes;

public sealed class OutcomeReaderTests
{
    private const string Good = """{"id":"1","prompt":"p","outcomes":{"m":{"quality":1}}}""";

    [Fact]
    public void Read_EveryField_IsTaken()
    {
        var row = One("""
            {"id":"r/1","group":"g","prompt":"p \u00e9","split":"test","cluster":"s","tools":[1],"answer":[1.50],"outcomes":{"m":{"quality":0.5,"cost":1.2e-5,"latency_ms":4,"ttft_ms":2.5,"input_tokens":7,"output_tokens":9,"response":"r","x":null},"n":{"quality":0}}}
            """);
        Assert.Equal(("r/1", "g", "p é", "test", "s"), (row.Id, row.Group, row.Prompt, row.Split, row.Cluster));
        Assert.Equal("[1.50]", row.Field("answer")!.Value.GetRawText());
        var outcome = row.Outcomes["m"];
        Assert.Equal((0.5, 0.000012m, 4.0, 2.5, 7, 9, "r"),
            (outcome.Quality, outcome.Cost!.Value, outcome.LatencyMs!.Value, outcome.TimeToFirstTokenMs!.Value, outcome.InputTokens!.Value, outcome.OutputTokens!.Value, outcome.Response));
        Assert.Equal("x", Assert.Single(outcome.Rest).Key);
        Assert.Equal(["m", "n"], row.Outcomes.Keys);
    }

    [Theory]
    [InlineData("{", "not one JSON object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData(Good + " x", "not one JSON object")]
    [InlineData("""{"prompt":"p","outcomes":{"m":{"quality":1}}}""", "`id` is missing")]
    [InlineData("""{"id":7,"prompt":"p","outcomes":{"m":{"quality":1}}}""", "`id` must be text")]
    [InlineData("""{"id":"1","outcomes":{"m":{"quality":1}}}""", "neither `prompt` nor `messages`")]
    [InlineData("""{"id":"1","prompt":"p"}""", "`outcomes` names no model")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{}}""", "`outcomes` names no model")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":[]}""", "`outcomes` must be an object")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":1}}""", "outcome of 'm' must be an object")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{}}}""", "`quality` of 'm' is missing")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{"quality":1.2}}}""", "`quality` of 'm' is 1.2. It must be a number in [0,1]")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{"quality":true}}}""", "`quality` of 'm' is true")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{"quality":{"a":[1]}}}}""", "`quality` of 'm' is no number")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{"quality":1,"cost":-1}}}""", "`cost` of 'm' is -1")]
    [InlineData("""{"id":"1","prompt":"p","outcomes":{"m":{"quality":1},"m":{"quality":0}}}""", "'m' occurs twice")]
    [InlineData("""{"id":"1","messages":"p","outcomes":{"m":{"quality":1}}}""", "`messages` must be a list")]
    [InlineData("""{"id":"2","loadline_table":1}""", "header belongs on the first line")]
    public void Read_BadLine_NamesLineAndProblem(string line, string problem)
    {
        using var reader = Reader(Good + "\n\n" + line + "\n" + Good);
        Assert.True(reader.Read());
        var error = Assert.Throws<OutcomeTableException>(() => reader.Read());
        Assert.Contains("t.jsonl:3: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralBadLines_ReportsAllUpToTheCap()
    {
        var bad = string.Concat(Enumerable.Repeat("{}\n", 30));
        using var all = Reader("{}\n" + Good + "\n{}\n");
        Assert.Equal(6, Assert.Throws<OutcomeTableException>(() => all.Read()).Message.Split('\n').Length);

        using var capped = new OutcomeReader(Stream(bad), "t.jsonl", new OutcomeReadOptions { MaxErrors = 4 });
        var message = Assert.Throws<OutcomeTableException>(() => capped.Read()).Message;
        Assert.Contains("reading stopped after 4 errors", message, StringComparison.Ordinal);
        Assert.DoesNotContain("t.jsonl:3", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Lenient_PassesBadLinesOverAndCounts()
    {
        using var reader = new OutcomeReader(Stream("{}\n" + Good + "\nnonsense\n" + Good), "t", new OutcomeReadOptions { Lenient = true });
        Assert.Equal(2, reader.ReadAll().Count());
        Assert.Equal(2, reader.Skipped);
        Assert.Equal([1L, 1, 1, 3], reader.Errors.Select(error => error.Line));
    }

    [Fact]
    public void Read_Header_IsGivenAndIsNoRow()
    {
        using var reader = Reader("\uFEFF" + """{"loadline_table":1,"unit":"EUR","graders":{"a":{"kind":"exact"}},"candidates":[1],"note":1.0}""" + "\r\n" + Good + "\r\n");
        Assert.True(reader.Read());
        Assert.Equal("EUR", reader.Header!.Unit);
        Assert.Equal("""{"a":{"kind":"exact"}}""", reader.Header.Graders!.Value.GetRawText());
        Assert.Equal("1.0", Assert.Single(reader.Header.Rest).Value.GetRawText());
        Assert.Equal(Good, Encoding.UTF8.GetString(reader.Line.Span));
        Assert.Equal(2, reader.LineNumber);
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("""{"loadline_table":2}""", "version 2")]
    [InlineData("""{"loadline_table":1,"graders":[]}""", "`graders` of the header")]
    public void Read_HeaderOfAnotherKind_IsRefused(string header, string message)
    {
        using var reader = Reader(header + "\n" + Good);
        Assert.Contains(message, Assert.Throws<OutcomeTableException>(() => reader.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinesOfEveryLengthInSmallPieces_AreTheSameRows()
    {
        var lines = Enumerable.Range(0, 60).Select(i => Good.Replace("\"p\"", "\"" + new string('x', i * 9973) + "\"", StringComparison.Ordinal)).ToList();
        using var reader = new OutcomeReader(new SmallPieces(Stream(string.Join('\n', lines))), "t");
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            Assert.True(reader.Read());
            Assert.Equal(line, Encoding.UTF8.GetString(reader.Line.Span));
            Assert.Equal(lines.Take(i).Sum(before => before.Length + 1L), reader.Offset);
        }

        Assert.False(reader.Read());
    }

    [Fact]
    public void Write_RowRead_KeepsUnknownFieldsByteForByte()
    {
        const string Line = """{"id":"1","prompt":"é<","extra":{"a":1.500,"b":"\u00e9\/"},"outcomes":{"m":{"quality":0.25,"cost":0.0010,"why":[ 1E2 ]}}}""";
        using var buffer = new MemoryStream();
        using (var writer = new OutcomeWriter(buffer))
        {
            writer.Write(One(Line));
            writer.Flush();
            Assert.Equal(Line + "\n", Encoding.UTF8.GetString(buffer.ToArray()));
        }
    }

    [Fact]
    public void Open_GzipFile_IsUnpacked()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "t.jsonl.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Good));
        }

        Assert.Equal("1", Assert.Single(OutcomeTable.Load(path).Rows).Id);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public void Read_PromptsOnly_MakesIdsFromPrompts()
    {
        using var reader = new OutcomeReader(
            Stream("{\"prompt\":\"One  two\"}\n{\"prompt\":\"one two\"}\n{\"prompt\":\"three\"}\n"), "t", new OutcomeReadOptions { PromptsOnly = true });
        var ids = reader.ReadAll().Select(row => row.Id).ToList();
        Assert.Equal(20, ids[0].Length);
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[0], ids[2]);
    }

    private static OutcomeRow One(string line) => OutcomeReader.Parse(Encoding.UTF8.GetBytes(line), OutcomeReadOptions.Default);

    private static OutcomeReader Reader(string text) => new(Stream(text), "t.jsonl");

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
