using Loadline.Learning.Tables.Importing;

namespace Loadline.Learning.Tests.Tables;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData("a,b\nc,d", "a|b/c|d")]
    [InlineData("a,b\r\nc,d\r\n", "a|b/c|d")]
    [InlineData("\"a,1\",\"b\n2\"\nc,\"say \"\"hi\"\"\"\n", "a,1|b\n2/c|say \"hi\"")]
    [InlineData("a,,\n,,\n", "a||/||")]
    [InlineData("\n\na\n\nb\n", "a/b")]
    [InlineData("6\" nails,\"\"\n", "6\" nails|")]
    [InlineData("a\rb", "a/b")]
    public void Read_Text_GivesRecords(string text, string expected) => Assert.Equal(expected, Records(text));

    [Fact]
    public void Read_RandomFields_SurviveQuoting()
    {
        var random = new Random(5);
        const string Alphabet = "ab,\"\n\r é";
        for (var round = 0; round < 500; round++)
        {
            var fields = Enumerable.Range(0, random.Next(2, 5)).Select(_ => new string([.. Enumerable.Range(0, random.Next(6)).Select(_ => Alphabet[random.Next(Alphabet.Length)])])).ToList();
            var text = string.Join(',', fields.Select(field => "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""));
            using var reader = new CsvReader(new StringReader(text + "\r\n"), "t");
            Assert.True(reader.Read());
            Assert.Equal(fields, reader.Fields);
            Assert.False(reader.Read());
        }
    }

    [Theory]
    [InlineData("a\n\"b", "t:2: a quote is opened")]
    [InlineData("a\n\"b\" c", "t:2: text follows")]
    public void Read_Malformed_NamesTheLine(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<ImportException>(() => Records(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_FieldsWithLineEnds_CountsLinesNotRecords()
    {
        using var reader = new CsvReader(new StringReader("\"a\nb\nc\",1\nd,2\n"), "t");
        reader.Read();
        Assert.True(reader.Read());
        Assert.Equal(4, reader.Line);
    }

    private static string Records(string text)
    {
        using var reader = new CsvReader(new StringReader(text), "t");
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(string.Join('|', reader.Fields));
        }

        return string.Join('/', records);
    }
}
