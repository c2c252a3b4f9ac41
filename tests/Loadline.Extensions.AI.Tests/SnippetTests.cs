using Loadline.Testing;

namespace Loadline.Extensions.AI.Tests;

/// <summary>The C# on our pages is taken from files that are compiled and run: word for word.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string, string> Snippets()
    {
        var snippets = new TheoryData<string, string>();
        foreach (var page in RepositoryPages.All)
        {
            foreach (var block in RepositoryPages.Blocks(page, "csharp"))
            {
                snippets.Add(page, block);
            }
        }

        return snippets;
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void Snippet_OfAPage_StandsInACompiledFile(string page, string snippet)
    {
        var wanted = Plain(snippet);
        var sources = new[] { "samples", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryPages.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains(Path.DirectorySeparatorChar + "obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        Assert.True(sources.Any(file => Plain(File.ReadAllText(file)).Contains(wanted, StringComparison.Ordinal)), page + " has C# that no file has:\n" + snippet);
    }

    // tests/packages.sh compiles and runs the readme as it stands; here it must be what the library's page and the repository's front page say.
    [Fact]
    public void PackageReadme_SaysWhatTheLibrarysPageAndTheFrontPageSay()
    {
        var readme = Plain(File.ReadAllText(Path.Combine(RepositoryPages.Root, "eng", "package-readme.md")));
        var shown = RepositoryPages.Blocks("docs/library.md", "csharp").Take(2).Concat(RepositoryPages.Blocks("README.md", "csharp"));
        Assert.All(shown, block => Assert.Contains(Plain(block), readme, StringComparison.Ordinal));
    }

    // Indentation aside: a page shows a part of a method at the left edge.
    private static string Plain(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
