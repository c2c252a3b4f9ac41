using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Cli.Demo;
using Loadline.Core.Signals;

namespace Loadline.Cli.Tests.Demo;

public sealed partial class DemoWorkloadTests
{
    private static readonly List<DemoPrompt> Prompts = DemoWorkload.Load();

    [Fact]
    public void Load_BundledWorkload_HasSeveralHundredPromptsWithUniqueIds()
    {
        Assert.Equal(320, Prompts.Count);
        Assert.Equal(Prompts.Count, Prompts.Select(p => p.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Prompts, p => Assert.Matches("^demo/[0-9]{3}$", p.Id));
    }

    [Fact]
    public void Load_BundledWorkload_CoversEveryTaskKind()
    {
        var counts = Prompts.CountBy(p => p.Task).ToDictionary();
        foreach (var kind in Enum.GetValues<TaskKind>())
        {
            Assert.True(counts.GetValueOrDefault(kind) >= 10, $"{kind}: {counts.GetValueOrDefault(kind)}");
        }
    }

    [Fact]
    public void Load_BundledWorkload_IsMostlyEasyAndPartlyHard()
    {
        Assert.All(Prompts, p => Assert.InRange(p.Difficulty, 0, 1));
        Assert.InRange(Share(p => p.Difficulty < 0.35), 0.40, 0.50);
        Assert.InRange(Share(p => p.Difficulty is >= 0.35 and <= 0.65), 0.30, 0.40);
        Assert.InRange(Share(p => p.Difficulty > 0.65), 0.15, 0.25);
    }

    [Fact]
    public void Load_BundledWorkload_HoldsImagesToolsConversationsAndLongInput()
    {
        Assert.True(Prompts.Count(p => p.NeedsVision) >= 8);
        Assert.True(Prompts.Count(p => p.Tools is not null) >= 15);
        Assert.True(Prompts.Count(p => p.Messages?.GetArrayLength() > 2) >= 10);
        Assert.True(Prompts.Count(p => Encoding.UTF8.GetByteCount(Text(p)) > 2000) >= 12);
    }

    [Fact]
    public void Load_PromptThatNeedsVision_CarriesAnImageAndNoOtherDoes()
    {
        var seen = Prompts.Where(p => p.Messages?.GetRawText().Contains("\"image_url\"", StringComparison.Ordinal) ?? false);
        Assert.Equal(Prompts.Where(p => p.NeedsVision), seen);
    }

    [Fact]
    public void Load_BundledWorkload_HasNoNearDuplicates()
    {
        var grams = Prompts.Select(p => (p.Id, Grams: ThreeGrams(Text(p)))).ToList();
        for (var i = 0; i < grams.Count; i++)
        {
            for (var j = i + 1; j < grams.Count; j++)
            {
                var shared = grams[i].Grams.Intersect(grams[j].Grams).Count();
                var similarity = (double)shared / (grams[i].Grams.Count + grams[j].Grams.Count - shared);
                Assert.True(similarity < 0.5, $"{grams[i].Id} and {grams[j].Id}: {similarity:0.00}");
            }
        }
    }

    private static double Share(Func<DemoPrompt, bool> predicate) => (double)Prompts.Count(predicate) / Prompts.Count;

    private static HashSet<string> ThreeGrams(string text)
    {
        var words = Words().Matches(text.ToLowerInvariant()).Select(m => m.Value).ToArray();
        var starts = Enumerable.Range(0, Math.Max(1, words.Length - 2));
        return starts.Select(i => string.Join(' ', words.Skip(i).Take(3))).ToHashSet(StringComparer.Ordinal);
    }

    private static string Text(DemoPrompt prompt)
        => prompt.Prompt ?? string.Join('\n', prompt.Messages!.Value.EnumerateArray().Select(m => Content(m.GetProperty("content"))));

    private static string Content(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => content[0].GetProperty("text").GetString()!,
        _ => "",
    };

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
