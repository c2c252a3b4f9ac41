using System.Text.RegularExpressions;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>docs/reliability.md claims nothing that no test shows.</summary>
public sealed partial class FaultTableTests
{
    private static readonly int[] Rows = [.. Enumerable.Range(1, 45), .. Enumerable.Range(53, 8)];

    [Fact]
    public void Page_EveryRowIsThereAndEveryTestExists()
    {
        var root = Repository();
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var rows = File.ReadLines(Path.Combine(root, "docs", "reliability.md")).Select(line => Row().Match(line)).Where(row => row.Success).ToList();

        Assert.Equal(Rows, rows.Select(row => int.Parse(row.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var row in rows)
        {
            var tests = Name().Matches(row.Groups["tests"].Value).Select(name => name.Groups["name"].Value).ToList();
            Assert.All(tests, test => Assert.True(sources.Contains(" " + test + "(", StringComparison.Ordinal), $"row {row.Groups["number"].Value}: no test {test}"));
            Assert.True(tests.Count > 0 || !row.Groups["result"].Value.Contains("holds", StringComparison.Ordinal), $"row {row.Groups["number"].Value} holds without a test");
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Loadline.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?<number>[0-9]+) \| [^|]* \| [^|]* \| (?<tests>[^|]*) \| (?<result>[^|]*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
