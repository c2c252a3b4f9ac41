using System.Text.Json;
using System.Text.RegularExpressions;
using Loadline.Core.Catalog;
using Loadline.Core.Configuration;
using Loadline.Core.Policies;
using Loadline.Core.Runtime;
using Loadline.Testing;

namespace Loadline.Core.Tests.Docs;

public sealed partial class ConfigBlockTests
{
    private const string ConfigPage = "docs/configuration.md";

    public static TheoryData<string, string> Configs()
    {
        var configs = new TheoryData<string, string>();
        foreach (var page in RepositoryPages.All)
        {
            foreach (var block in RepositoryPages.Blocks(page, "yaml").Where(block => block.StartsWith("version: 1\n", StringComparison.Ordinal)))
            {
                configs.Add(page, block);
            }
        }

        return configs;
    }

    [Theory]
    [MemberData(nameof(Configs))]
    public void Config_OnAPage_ReadsAndBuilds(string page, string text)
    {
        var result = ConfigReader.Read(text, page, static _ => "sk-test");

        Assert.True(result.Errors.Count == 0, string.Join('\n', result.Errors));
        Assert.Equal(1, SnapshotBuilder.Build(result.Config!, null, BuiltInCatalog.Instance).Generation);
    }

    [Fact]
    public void Keys_OfTheSchema_AreAllOnTheConfigPage()
    {
        using var schema = new MemoryStream();
        ConfigSchema.Write(schema);
        using var json = JsonDocument.Parse(schema.ToArray());
        var page = RepositoryPages.Read(ConfigPage) + RepositoryPages.Read("docs/signals.md");

        var missing = Keys(json.RootElement).Distinct().Where(key => !Regex.IsMatch(page, @"\b" + Regex.Escape(key) + @"\b"));

        Assert.Empty(missing);
    }

    [Fact]
    public void Policies_All_HaveTheirPageWithEverySection()
    {
        foreach (var kind in PolicyKinds.Names)
        {
            var headings = Heading().Matches(RepositoryPages.Prose($"docs/policies/{kind}.md")).Select(match => match.Groups[1].Value);
            Assert.Equal(["About", "Usage", "Defaults", "How it decides", "Telemetry", "Patterns", "Anti-patterns"], headings);
        }
    }

    [Theory]
    [InlineData("- top level:", "{0}: {{ }}\n")]
    public void NotInThisVersion_EachWordOfTheList_IsRefusedByName(string line, string config)
    {
        var list = RepositoryPages.Read(ConfigPage).Split('\n').Single(text => text.StartsWith(line, StringComparison.Ordinal));
        var words = Word().Matches(list).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(words);
        foreach (var word in words)
        {
            var text = "version: 1\nproviders: { p: { dialect: simulated } }\nmodels: { a: { provider: p, name: a } }\n"
                + string.Format(config, word);
            var errors = string.Join('\n', ConfigReader.Read(text, "x", static _ => null).Errors);
            Assert.True(errors.Contains("`" + word + "` is not in this version", StringComparison.Ordinal), text + errors);
        }
    }

    private static IEnumerable<string> Keys(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().SelectMany(Keys);
        }

        return schema.ValueKind != JsonValueKind.Object ? [] : schema.EnumerateObject().SelectMany(member =>
            member.Name == "properties" ? member.Value.EnumerateObject().SelectMany(key => Keys(key.Value).Prepend(key.Name)) : Keys(member.Value));
    }

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`([a-z_-]+)`")]
    private static partial Regex Word();
}
