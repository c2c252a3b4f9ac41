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
        var files = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories).ToDictionary(file => file, File.ReadAllText);
        var slow = File.ReadAllText(Path.Combine(root, "tests", "slow.sh"));
        var rows = File.ReadLines(Path.Combine(root, "docs", "reliability.md")).Select(line => Row().Match(line)).Where(row => row.Success).ToList();

        Assert.Equal(Rows, rows.Select(row => int.Parse(row.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture)));
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
