using System.Text;
using Loadline.Core.Signals;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Core.Tests.Signals;

/// <summary>Complexity against what models really got wrong.</summary>
/// <remarks>
/// Weights were chosen on the third of each file that <see cref="SignalRows.IsDevelopment"/> names, never on the rows reported here.
/// Floors are what was reached, less a margin of about one standard error.
/// </remarks>
public sealed class ComplexityOnOutcomesTests(ITestOutputHelper output)
{
    [DataFact("outcomes/mmlu-pro.jsonl")]
    public void Score_OnMmluPro_RanksDifficultyBetterThanLength()
    {
        var (score, length) = Measure("outcomes/mmlu-pro.jsonl", weak: null);
        Assert.True(score >= 0.62, $"AUC {score:F3}");
        Assert.True(score > length);
    }

    [DataFact("outcomes/routellm-mmlu.jsonl")]
    public void Score_OnMmlu_RanksWeakModelFailuresBetterThanLength()
    {
        var (score, length) = Measure("outcomes/routellm-mmlu.jsonl", "mixtral-8x7b");
        Assert.True(score >= 0.625, $"AUC {score:F3}");
        Assert.True(score > length);
    }

    /// <summary>Among word problems of one kind length alone tells more; only "better than chance" is claimed here.</summary>
    [DataFact("outcomes/routellm-gsm8k.jsonl")]
    public void Score_OnGsm8k_RanksWeakModelFailuresBetterThanChance()
    {
        var (score, _) = Measure("outcomes/routellm-gsm8k.jsonl", "mixtral-8x7b");
        Assert.True(score >= 0.53, $"AUC {score:F3}");
    }

    [DataFact("prompts/arena-hard-v2.jsonl", "prompts/clinc150.jsonl")]
    public void Score_OnHardPromptsAndAssistantUtterances_KeepsThemApart()
    {
        var hard = Scores("prompts/arena-hard-v2.jsonl", "prompt");
        var easy = Scores("prompts/clinc150.jsonl", "text");
        var hardAbove = hard.Count(score => score >= 0.35f) / (double)hard.Count;
        var easyBelow = easy.Count(score => score < 0.35f) / (double)easy.Count;
        var apart = SignalRows.Auc([.. hard.Select(score => ((double)score, true)), .. easy.Select(score => ((double)score, false))]);
        output.WriteLine($"arena-hard-v2 >= 0.35: {hardAbove:P1} of {hard.Count}; clinc150 < 0.35: {easyBelow:P1} of {easy.Count}; AUC {apart:F3}");
        Assert.True(hardAbove >= 0.90);
        Assert.True(easyBelow >= 0.965);
    }

    private (double Score, double Length) Measure(string path, string? weak)
    {
        var scores = new List<(double Value, bool Wrong)>();
        var lengths = new List<(double Value, bool Wrong)>();
        foreach (var row in SignalRows.Read(path))
        {
            var prompt = row.GetProperty("prompt").GetString()!;
            if (SignalRows.IsDevelopment(prompt, 3))
            {
                continue;
            }

            var qualities = row.GetProperty("outcomes").EnumerateObject().ToDictionary(o => o.Name, o => o.Value.GetProperty("quality").GetDouble());
            var wrong = weak is null ? qualities.Values.Average() <= 0.5 : qualities[weak] < 0.5;
            scores.Add((SignalRows.Complexity(prompt).Score, wrong));
            lengths.Add((Encoding.UTF8.GetByteCount(prompt), wrong));
        }

        var (score, length) = (SignalRows.Auc(scores), SignalRows.Auc(lengths));
        output.WriteLine(
            $"{path}: {scores.Count} held-out rows, wrong {scores.Average(row => row.Wrong ? 1 : 0):P1}; "
            + $"AUC complexity {score:F3}, length only {length:F3}, random 0.500; mean score {scores.Average(row => row.Value):F2}");
        return (score, length);
    }

    private static List<float> Scores(string path, string field)
        => [.. SignalRows.Read(path).Select(row => row.GetProperty(field).GetString()!)
            .Where(prompt => !SignalRows.IsDevelopment(prompt, 3)).Select(prompt => SignalRows.Complexity(prompt).Score)];
}
