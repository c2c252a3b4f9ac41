using System.Text.RegularExpressions;

namespace Loadline.Gateway.Tests.Resilience;

/// <summary>docs/reliability.md and docs/security.md claim nothing that no test shows.</summary>
public sealed partial class FaultTableTests
{
    /// <summary>A page, and the rows that it must have.</summary>
    public static TheoryData<string, int[]> Pages { get; } = new()
    {
        { "reliability.md", [.. Enumerable.Range(1, 45), .. Enumerable.Range(53, 8)] },
        { "security.md", [.. Enumerable.Range(61, 12)] },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryRowIsThereAndEveryTestExists(string page, int[] expected)
    {
        var root = Repository();
        var files = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);
        var slow = File.ReadAllText(Path.Combine(root, "tests", "slow.sh"));
        var rows = File.ReadLines(Path.Combine(root, "docs", page)).Select(line => Row().Match(line)).Where(row => row.Success).ToList();

        Assert.Equal(expected, rows.Select(row => int.Parse(row.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var row in rows)
        {
            var tests = Name().Matches(row.Groups["tests"].Value).Select(name => name.Groups["name"].Value).ToList();
            var found = tests.ConvertAll(test => files.FirstOrDefault(file => file.Value.Contains(" " + test + "(", StringComparison.Ordinal)).Key ?? "");
            Assert.True(!found.Contains(""), $"row {row.Groups["number"].Value}: no test {tests.ElementAtOrDefault(found.IndexOf(""))}");
            Assert.True(
                !row.Groups["tier"].Value.Contains('S', StringComparison.Ordinal) || found.Exists(file => IsIn(slow, file)),
                $"row {row.Groups["number"].Value} is of the slow tier and tests/slow.sh runs none of its tests");
            Assert.True(tests.Count > 0 || !row.Groups["result"].Value.Contains("holds", StringComparison.Ordinal), $"row {row.Groups["number"].Value} holds without a test");
        }
    }

    // By its folder or by its class, as slow.sh names them.
    private static bool IsIn(string script, string file) =>
        script.Contains(Path.GetFileName(Path.GetDirectoryName(file)!), StringComparison.Ordinal)
        || script.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Loadline.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^\| (?<number>[0-9]+) \| [^|]* \| [^|]* \| (?<tier>[UISR/]+) \| (?<tests>[^|]*) \| (?<result>[^|]*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[A-Za-z0-9_]+)`")]
    private static partial Regex Name();
}
