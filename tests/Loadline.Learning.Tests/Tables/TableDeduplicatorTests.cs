using Loadline.Core.Outcomes;
using Loadline.Learning.Tables;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Tables;

public sealed class TableDeduplicatorTests
{
    [Fact]
    public void Add_TwoTablesAndATestSet_KeepsFirstOfEachPrompt()
    {
        using var folder = new TempFolder();
        var test = folder.Write("test.jsonl", Rows.Line("t1", "alpha", 1, 1));
        var a = folder.Write("a.jsonl", Rows.Line("1", "ALPHA", 1, 1) + Rows.Line("2", "beta", 1, 0) + Rows.Line("3", "beta ", 1, 0));
        var b = folder.Write("b.jsonl", Rows.Line("2", "gamma", 0, 0) + Rows.Line("9", "Beta", 0, 0));
        var deduplicator = new TableDeduplicator(OutcomeReadOptions.Default);
        deduplicator.Add(test, null);
        using (var writer = OutcomeWriter.Create(folder.At("out.jsonl")))
        {
            deduplicator.Add(a, writer);
            deduplicator.Add(b, writer);
        }

        var report = deduplicator.ToReport();
        Assert.Equal((2L, 1L, 1L), (report.Kept, report.Conflicts, report.RenamedIds));
        Assert.Equal([(1L, 0L), (3, 1), (2, 0)], report.Tables.Select(table => (table.Rows, table.Within)));
        Assert.Equal(1, report.Tables[1].Across["test.jsonl"]);
        Assert.Equal(1, report.Tables[2].Across["a.jsonl"]);
        Assert.Equal(["2", "b/2"], OutcomeTable.Load(folder.At("out.jsonl")).Rows.Select(row => row.Id));
        Assert.Equal(Rows.Line("2", "beta", 1, 0).Trim(), File.ReadLines(folder.At("out.jsonl")).First());
    }
}
