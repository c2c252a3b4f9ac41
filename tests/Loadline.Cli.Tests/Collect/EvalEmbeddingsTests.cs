using System.Text.Json;
using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Outcomes;
using Loadline.Learning.Training;

namespace Loadline.Cli.Tests.Collect;

/// <summary><c>loadline eval --embeddings</c>: what they add is measured beside the predictor without them. The vectors are made by hand and cached; no endpoint is asked.</summary>
public sealed class EvalEmbeddingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Eval_CachedVectorsThatKnowWhatWordsDoNot_AreMeasuredBesideThem()
    {
        Write();
        var run = await CliProcess.RunAsync(
            _folder.Path, "eval", "t.jsonl", "--folds", "2", "--embeddings", "http://127.0.0.1:1/v1", "--embedding-model", "by-hand", "--embedding-cache", "v.embeddings", "--json");
        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var routers = json.RootElement.GetProperty("routers").EnumerateArray().ToDictionary(router => router.GetProperty("name").GetString()!);
        Assert.Equal("the chosen predictor and the embeddings of by-hand", routers["embeddings"].GetProperty("note").GetString());
        Assert.InRange(routers["loadline"].GetProperty("apgr").GetDouble(), 0.3, 0.65);
        // Half of the rows need the large model: 0.755 is the most.
        Assert.True(routers["embeddings"].GetProperty("apgr").GetDouble() > 0.7, run.Output);
    }

    [Theory]
    [InlineData("--policy", "cheapest")]
    [InlineData("--bandit", "linucb")]
    [InlineData("--cascade")]
    public async Task Eval_EmbeddingsThatNothingWouldRead_AreRefused(params string[] more)
    {
        Write();
        var run = await CliProcess.RunAsync(
            _folder.Path, ["eval", "t.jsonl", "--embeddings", "http://127.0.0.1:1/v1", "--embedding-model", "by-hand", "--embedding-cache", "v.embeddings", .. more]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains("--embeddings are measured beside what is trained here", run.Error, StringComparison.Ordinal);
    }

    // Who is right is a coin that no word of the prompt shows; the vectors do.
    private void Write()
    {
        var random = new Random(4);
        using var cache = EmbeddingCache.Open(Path.Combine(_folder.Path, "v.embeddings"), "by-hand", null);
        var rows = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var prompt = $"What is {random.Next(1000)} times {i}?";
            var right = random.Next(2);
            cache.Add(PromptKey.OfText(prompt), right == 1 ? [0.8f, 0.6f, 0f] : [0f, 0.6f, 0.8f]);
            rows.Add($"{{\"id\":\"{i}\",\"prompt\":\"{prompt}\",\"outcomes\":{{\"large\":{{\"quality\":1,\"cost\":10}},\"small\":{{\"quality\":{right},\"cost\":1}}}}}}\n");
        }

        _folder.Write("t.jsonl", string.Concat(rows));
    }
}
