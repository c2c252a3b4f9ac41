using Loadline.Core.Outcomes;
using Loadline.Learning.Tables.Importing;
using Loadline.Learning.Tests.Support;

namespace Loadline.Learning.Tests.Tables;

public sealed class ImporterTests
{
    [Fact]
    public void Read_RouteLlmCsv_TakesGradesResponsesAndGroupFromTheFile()
    {
        var rows = Import("routellm", "mmlu_astronomy.csv", "prompt,weak/mixtral,gpt-4,weak/mixtral_response\n\"Q?\nA. 1\",True,False,\"I, A\"\nR,False,True,\n", new ImportOptions
        {
            ShortNames = true,
            CostPerCall = new Dictionary<string, decimal> { ["mixtral"] = 0.24m, ["gpt-4"] = 24.7m },
        });
        Assert.Equal(["astronomy/0", "astronomy/1"], rows.Select(row => row.Id));
        Assert.Equal(("astronomy", "Q?\nA. 1"), (rows[0].Group, rows[0].Prompt));
        Assert.Equal((1.0, 0.24m, "I, A"), (rows[0].Outcomes["mixtral"].Quality, rows[0].Outcomes["mixtral"].Cost, rows[0].Outcomes["mixtral"].Response));
        Assert.Equal((0.0, 24.7m), (rows[0].Outcomes["gpt-4"].Quality, rows[0].Outcomes["gpt-4"].Cost));
    }

    [Fact]
    public void Read_MtBenchJudgements_AveragesTurns()
    {
        var rows = Import("routellm", "judgements.jsonl", """
            {"question_id":81,"model":"a","score":10,"turn":1,"user_prompt":"x [Question]\nWrite a post.\n\n[The Start of Assistant's Answer]\nyes"}
            {"question_id":81,"model":"a","score":4,"turn":2,"user_prompt":"y"}
            {"question_id":81,"model":"b","score":-1,"turn":1,"user_prompt":"y"}
            {"question_id":80,"model":"b","score":5,"turn":2,"user_prompt":"<|The Start|>\n\n### User:\nHello\n\n### Assistant A:\nHi\n\n### User:\nmore"}
            """);
        Assert.Equal(["mt_bench/80", "mt_bench/81"], rows.Select(row => row.Id));
        Assert.Equal("Hello", rows[0].Prompt);
        Assert.Equal("Write a post.", rows[1].Prompt);
        Assert.Equal(0.7, rows[1].Outcomes["a"].Quality, 9);
        Assert.False(rows[1].Outcomes.ContainsKey("b"));
    }

    [Fact]
    public void Read_RouterBench_UndoesPythonListsAndTakesCosts()
    {
        var rows = Import("routerbench", "x.csv",
            "Unnamed: 0,sample_id,prompt,eval_name,v/m,n,v/m|model_response,v/m|total_cost,n|total_cost,oracle_model_to_route_to,cluster_id\n"
            + "7,mbpp.1,\"['It\\'s\\n\\u00e9', \"\"two\"\"]\",arc-challenge,1.0,0.5,\"[\"\"it's\"\"]\",0.00024,5e-05,m,6\n"
            + "8,mbpp.2,[1] is a list,mbpp,,0.0,,,1e-3,n,6\n");
        Assert.Equal(("mbpp.1", "arc_challenge", "It's\né\n\ntwo"), (rows[0].Id, rows[0].Group, rows[0].Prompt));
        Assert.Equal((1.0, 0.00024m, "it's"), (rows[0].Outcomes["v/m"].Quality, rows[0].Outcomes["v/m"].Cost, rows[0].Outcomes["v/m"].Response));
        Assert.Equal((0.5, 0.00005m), (rows[0].Outcomes["n"].Quality, rows[0].Outcomes["n"].Cost));
        Assert.Equal("[1] is a list", rows[1].Prompt);
        Assert.Equal(["n"], rows[1].Outcomes.Keys);
    }

    [Fact]
    public void Read_RouterDc_ReadsTheArrayAndBinarises()
    {
        const string Text = """[{"question": "q \u00e9", "scores": {"x/a": 0.3, "b": 0}, "cluster_id": 4}, {"question": "r", "scores": {"x/a": 1, "b": 0.9}}]""";
        var rows = Import("routerdc", "mmlu_train.json", Text);
        Assert.Equal([("mmlu/0", "q é", 0.3, 0.0), ("mmlu/1", "r", 1, 0.9)], rows.Select(row => (row.Id, row.Prompt!, row.Outcomes["x/a"].Quality, row.Outcomes["b"].Quality)));
        Assert.Null(rows[0].Cluster);
        Assert.Equal("4", rows[0].Field("cluster_id")!.Value.GetRawText());
        var binary = Import("routerdc", "mmlu_train.json", Text, new ImportOptions { Binarise = true, ShortNames = true, Group = "g" });
        Assert.Equal([("g/0", 1.0, 0.0), ("g/1", 1, 1)], binary.Select(row => (row.Id, row.Outcomes["a"].Quality, row.Outcomes["b"].Quality)));
    }

    [Fact]
    public void Read_WideCsv_FollowsTheMap()
    {
        var rows = Import("csv", "mine.csv", "q,subject,gold,a_ok,a_usd,b_ok\nWhat?,math,42,8,0.1,yes\nWho?,,7,10,,\n", new ImportOptions
        {
            Scale = 10,
            Columns = [("prompt", "q"), ("group", "subject"), ("answer", "gold"), ("quality:a", "a_ok"), ("cost:a", "a_usd"), ("quality:b", "b_ok")],
        });
        Assert.Equal(("mine/0", "math", 0.8, 0.1m, 1.0), (rows[0].Id, rows[0].Group, rows[0].Outcomes["a"].Quality, rows[0].Outcomes["a"].Cost, rows[0].Outcomes["b"].Quality));
        Assert.Equal("\"42\"", rows[0].Field("answer")!.Value.GetRawText());
        Assert.Equal((null, null), (rows[1].Group, rows[1].Outcomes["a"].Cost));
        Assert.Equal(["a"], rows[1].Outcomes.Keys);
    }

    [Fact]
    public void Read_LongCsv_JoinsTheLinesOfOnePrompt()
    {
        var rows = Import("csv", "mine.csv", "q,m,s\nWhat?,a,1\nWhat?,b,0\nWho?,a,0.5\n", new ImportOptions { Columns = [("prompt", "q"), ("model", "m"), ("quality", "s")] });
        Assert.Equal(["a=1,b=0", "a=0.5"], rows.Select(row => string.Join(',', row.Outcomes.Select(pair => FormattableString.Invariant($"{pair.Key}={pair.Value.Quality}")))));
    }

    [Theory]
    [InlineData("routellm", "prompt,m\nq,maybe\n", "x.csv:2: 'maybe' in 'm' is no grade")]
    [InlineData("routellm", "prompt,m\nq,8\n", "x.csv:2: the grade 8 in 'm' is outside [0,1]")]
    [InlineData("routellm", "prompt,m\nq\n", "x.csv:2: the record has 1 fields, the header 2")]
    [InlineData("routellm", "question,m\nq,1\n", "x.csv has no column 'prompt'")]
    [InlineData("routellm", "prompt,m,m\n", "x.csv:1: the column 'm' occurs twice")]
    [InlineData("routerbench", "prompt,m\nq,1\n", "no column that ends in '|total_cost'")]
    [InlineData("routerdc", "[{\"question\":\"q\"}]", "x.csv: item 0 has no `question` with `scores`")]
    [InlineData("routerdc", "[{\"question\":\"q\",\"scores\":{\"m\":2}}]", "the score of 'm' is 2")]
    [InlineData("routerdc", "[{\"question\"", "item 0 is not JSON")]
    [InlineData("csv", "q\n", "Say which columns")]
    public void Read_Malformed_SaysWhereAndWhat(string format, string text, string message) =>
        Assert.Contains(message, Assert.Throws<ImportException>(() => Import(format, "x.csv", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_ExcludedPromptsAndRepeatedIds_AreLeftOutAndRenamed()
    {
        using var folder = new TempFolder();
        var list = folder.Write("contaminated.jsonl", "{\"train_prompt\":\"x\",\"eval_prompt\":\"Two\"}\n\"three\"\n");
        var first = folder.Write("a.csv", "prompt,m\none,1\ntwo,1\n");
        Directory.CreateDirectory(folder.At("b"));
        var second = folder.Write("b/a.csv", "prompt,m\nfour,0\nTHREE,1\n");
        var rows = Importers.Read(Importers.Find("routellm")!, [first, second], new ImportOptions { Excluded = ExcludedPrompts.Read(list) });
        Assert.Equal([("a/0", "one"), ("a/0#2", "four")], rows.Select(row => (row.Id, row.Prompt)));
    }

    private static List<OutcomeRow> Import(string format, string name, string text, ImportOptions? options = null)
    {
        using var folder = new TempFolder();
        return [.. Importers.Read(Importers.Find(format)!, [folder.Write(name, text)], options ?? new ImportOptions())];
    }
}
