using System.Text.RegularExpressions;
using Loadline.Core.Rules;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;
using Loadline.Testing;

namespace Loadline.Core.Tests.Docs;

public sealed partial class SignalsPageTests
{
    private static readonly string Page = RepositoryPages.Read("docs/signals.md");

    [Fact]
    public void Table_OfSignals_IsTheCodes()
    {
        var documented = Row().Matches(Page).Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value));

        Assert.Equal(SignalTable.All.Select(signal => (signal.Name, signal.Summary, signal.Name + ": " + signal.Example)), documented);
    }

    [Fact]
    public void Words_OfEachSignal_AreListedInOrder()
    {
        Assert.Equal(TaskKinds.Names, Listed("task"));
        Assert.Equal(Domains.Names, Listed("domain").Distinct());
        Assert.Equal(PiiNames.All, Listed("pii"));
        Assert.Equal(ComplexityParts.Names, Listed("complexity")[1..15]);
    }

    [Fact]
    public void EverySignal_HasAKindAndACost()
    {
        var tables = Page[Page.IndexOf("## How conditions are written", StringComparison.Ordinal)..];
        foreach (var signal in SignalTable.All)
        {
            var rows = tables.Split('\n').Where(line => line.StartsWith('|') && line.Contains("`" + signal.Name + "`", StringComparison.Ordinal));
            Assert.True(rows.Count() >= 2, signal.Name);
        }
    }

    // The back-quoted words of the list item, headers and the like left out.
    private static List<string> Listed(string signal)
    {
        var start = Page.IndexOf("- **" + signal + "**", StringComparison.Ordinal);
        var end = Page.IndexOf("\n- **", start, StringComparison.Ordinal);
        return [.. Quoted().Matches(Page[start..(end < 0 ? Page.Length : end)])
            .Select(match => match.Groups[1].Value)
            .Where(word => !word.StartsWith("x-", StringComparison.Ordinal))];
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \| (.+?) \| `(.+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
