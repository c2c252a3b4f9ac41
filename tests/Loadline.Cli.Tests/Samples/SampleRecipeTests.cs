using System.Text.Json;
using YamlDotNet.RepresentationModel;

namespace Loadline.Cli.Tests.Samples;

/// <summary>Each recipe in <c>samples/</c> is whole: a config, a page to read, and cases that name its own models and rules.</summary>
public sealed class SampleRecipeTests
{
    private static readonly string[] Names = ["coding-agent", "private-on-premises", "specialists", "support-desk", "tiered-platform"];

    public static TheoryData<string> Recipes => [.. Names];

    // The .NET samples are run by Loadline.Extensions.AI.Tests.
    [Fact]
    public void Samples_Folder_HoldsNoRecipeWithoutATest()
        => Assert.Equal([.. Names.Concat(["dotnet", "eval-gate"]).Order(StringComparer.Ordinal)], Directory.GetDirectories(Root()).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Cases_OfARecipe_NameModelsAndRulesThatExist(string recipe)
    {
        var route = Route(recipe);
        var pool = ((YamlSequenceNode)route["pool"]).Select(n => n.ToString()).ToList();
        var rules = RuleNames(route);
        foreach (var line in Cases(recipe))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            Assert.True(root.TryGetProperty("prompt", out _) ^ root.TryGetProperty("body", out _), line);
            Assert.Contains(root.GetProperty("expect").GetString()!, pool);
            if (root.TryGetProperty("expectRule", out var rule))
            {
                Assert.Contains(rule.GetString()!, rules);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Cases_OfARecipe_ReachMostRulesAndThePolicy(string recipe)
    {
        var rules = RuleNames(Route(recipe));
        var reached = Cases(recipe).Select(RuleOf).ToHashSet();
        Assert.Contains(null, reached);
        Assert.True(rules.Count(reached.Contains) * 2 > rules.Count, $"{recipe}: only {string.Join(", ", reached)}");
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Models_OfARecipe_UseProvidersThatExist(string recipe)
    {
        var root = Config(recipe);
        var providers = ((YamlMappingNode)root["providers"]).Children.Keys.Select(k => k.ToString()).ToList();
        foreach (var (_, model) in (YamlMappingNode)root["models"])
        {
            Assert.All((YamlSequenceNode)model["deployments"], d => Assert.Contains(d["provider"].ToString(), providers));
        }
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Readme_OfARecipe_ShowsHowToRunIt(string recipe)
        => Assert.Contains($"samples/{recipe}/loadline.yaml", File.ReadAllText(Path.Combine(Root(), recipe, "README.md")), StringComparison.Ordinal);

    private static string? RuleOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty("expectRule", out var rule) ? rule.GetString() : null;
    }

    private static List<string> RuleNames(YamlNode route)
        => ((YamlSequenceNode)route["rules"]).Select(r => r["name"].ToString()).ToList();

    private static IEnumerable<string> Cases(string recipe)
        => File.ReadLines(Path.Combine(Root(), recipe, "cases.jsonl")).Where(line => line.Length > 0);

    private static YamlNode Route(string recipe) => Config(recipe)["routes"]["auto"];

    private static YamlMappingNode Config(string recipe)
    {
        using var reader = File.OpenText(Path.Combine(Root(), recipe, "loadline.yaml"));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Loadline.slnx")))
            {
                return Path.Combine(folder.FullName, "samples");
            }
        }

        throw new DirectoryNotFoundException("No Loadline.slnx above the test's own folder.");
    }
}
