using System.Text.RegularExpressions;
using Loadline.Testing;

namespace Loadline.Core.Tests.Docs;

public sealed partial class LinkTests
{
    [Fact]
    public void RelativeLinks_OfEveryPage_LeadSomewhere()
    {
        var broken = RepositoryPages.All
            .SelectMany(page => Links(page).Where(link => !Resolves(page, link)).Select(link => page + ": " + link))
            .ToList();

        Assert.True(broken.Count == 0, string.Join('\n', broken));
    }

    [Fact]
    public void Pages_OfTheDocs_AreReachedFromTheIndexOrTheirFolder()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>(["docs/index.md"]);
        while (waiting.TryDequeue(out var page))
        {
            if (reached.Add(page))
            {
                foreach (var next in Links(page).Select(link => Target(page, link)).Where(RepositoryPages.All.Contains))
                {
                    waiting.Enqueue(next);
                }
            }
        }

        Assert.Empty(RepositoryPages.All.Where(page => page.StartsWith("docs/", StringComparison.Ordinal)).Except(reached));
    }

    private static IEnumerable<string> Links(string page) => Link().Matches(RepositoryPages.Prose(page))
        .Select(match => match.Groups["to"].Value)
        .Where(to => !to.Contains("://", StringComparison.Ordinal));

    private static bool Resolves(string page, string link)
    {
        var target = Target(page, link);
        var full = Path.Combine(RepositoryPages.Root, target);
        if (!File.Exists(full))
        {
            return Directory.Exists(full);
        }

        return link.Split('#') is not [_, var anchor] || RepositoryPages.Anchors(target).Contains(anchor);
    }

    private static string Target(string page, string link)
    {
        var path = link.Split('#')[0];
        var full = path.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, path);
        return Path.GetRelativePath(RepositoryPages.Root, Path.GetFullPath(full, RepositoryPages.Root)).Replace('\\', '/');
    }

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();
}
