using Loadline.Cli.Commands;
using Loadline.Cli.Tests.Processes;
using Loadline.Core.Outcomes;
using Loadline.Learning.Training;

namespace Loadline.Cli.Tests.Caching;

/// <summary><c>loadline cache fit</c>: the vectors are made by hand and cached; no endpoint is asked.</summary>
public sealed class CacheFitTests : IDisposable
{
    private static readonly string[] Embedded = ["--embeddings", "http://127.0.0.1:1/v1", "--embedding-model", "by-hand", "--embedding-cache", "v.embeddings"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fit_FindsTheThresholdThatParts_RightFromWrong()
    {
        Write(strangers: 400, nearest: 20);
        var run = await CliProcess.RunAsync(_folder.Path, ["cache", "fit", "pairs.jsonl", .. Embedded]);
        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        Assert.Contains("wording: on", run.Output, StringComparison.Ordinal);

        // Strangers are 20 degrees and more away, cos 20° = .9397; right ones 10.
        Assert.Contains("threshold 0.940  hits 100% (50 of 50)", run.Output, StringComparison.Ordinal);
        Assert.Contains("false hits 0% (0 of 400)", run.Output, StringComparison.Ordinal);
        Assert.Contains("With 95% confidence at most 0.75% false hits", run.Output, StringComparison.Ordinal);
        Assert.Contains("semantic: { threshold: 0.940", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_ALooserBound_TakesALowerThreshold_AndATighterOneNone()
    {
        Write(strangers: 400, nearest: 20);
        var loose = await CliProcess.RunAsync(_folder.Path, ["cache", "fit", "pairs.jsonl", "--bound", "0.2", "--confidence", "0.9", .. Embedded]);
        Assert.Contains("threshold 0.86", loose.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("threshold 0.940", loose.Output, StringComparison.Ordinal);
        var tight = await CliProcess.RunAsync(_folder.Path, ["cache", "fit", "pairs.jsonl", "--bound", "0.001", .. Embedded]);
        Assert.Equal(ExitCodes.Failed, tight.ExitCode);
        Assert.Contains("At least 2995 questions with another answer are needed", tight.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_WithoutEmbeddings_CountsWording()
    {
        _folder.Write("pairs.jsonl", """
            {"a":"What is the time?","b":"what is the time","same":true}
            {"a":"What is 2+2?","b":"What is 2+3?","same":false}
            """);
        var run = await CliProcess.RunAsync(_folder.Path, "cache", "fit", "pairs.jsonl");
        Assert.True(run.ExitCode == ExitCodes.Done, run.Error);
        Assert.Contains("exact            hits 0% (0 of 1)", run.Output, StringComparison.Ordinal);
        Assert.Contains("wording: on      hits 100% (1 of 1)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\":\"x\",\"b\":\"y\"}", "pairs.jsonl, line 1: write {\"a\":")]
    [InlineData("{\"a\":\"x\",\"b\":\"\",\"same\":true}", "pairs.jsonl, line 1: write {\"a\":")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"same\":1}", "pairs.jsonl, line 1: write {\"a\":")]
    [InlineData("", "pairs.jsonl has no pairs.")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"same\":true}", "--bound must be a share", "--bound", "1")]
    [InlineData("{\"a\":\"x\",\"b\":\"y\",\"same\":true}", "--confidence must be a share", "--confidence", "0")]
    public async Task Fit_BadInput_IsTold(string line, string told, params string[] more)
    {
        _folder.Write("pairs.jsonl", line + "\n");
        var run = await CliProcess.RunAsync(_folder.Path, ["cache", "fit", "pairs.jsonl", .. more]);
        Assert.Equal(ExitCodes.BadInput, run.ExitCode);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    // 50 questions in words of their own with a partner 10 degrees away, and strangers, each at its own angle from the one kept question they are nearest to.
    private void Write(int strangers, double nearest)
    {
        using var cache = EmbeddingCache.Open(Path.Combine(_folder.Path, "v.embeddings"), "by-hand", null);
        var lines = new List<string>();
        void Add(string text, int plane, double degrees)
        {
            var vector = new float[110];
            (vector[2 * plane], vector[(2 * plane) + 1]) = ((float)Math.Cos(degrees * Math.PI / 180), (float)Math.Sin(degrees * Math.PI / 180));
            cache.Add(PromptKey.OfText(text), vector);
        }

        for (var i = 0; i < 50; i++)
        {
            Add("kept " + Name(i), i, 0);
            Add("partner " + Name(i), i, 10);
            lines.Add($"{{\"a\":\"kept {Name(i)}\",\"b\":\"partner {Name(i)}\",\"same\":true}}\n");
        }

        for (var i = 0; i < strangers; i++)
        {
            Add("stranger " + Name(i), i % 50, nearest + (i * 60.0 / strangers));
            lines.Add($"{{\"a\":\"kept {Name(i % 50)}\",\"b\":\"stranger {Name(i)}\",\"same\":false}}\n");
        }

        _folder.Write("pairs.jsonl", string.Concat(lines));
    }

    // Letters: a number would be a particular.
    private static string Name(int i) => "q" + string.Concat(i.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('b' + (digit - '0'))));
}
