using System.Text.RegularExpressions;

namespace Loadline.Testing;

/// <summary>The repository's Markdown pages as tests read them.</summary>
internal static partial class RepositoryPages
{
    private static readonly string[] Folders = ["docs", "samples"];

    public static string Root { get; } = FindRoot();

    /// <summary>Gets every page, by its path from the root.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md")
            .Concat(Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Read(string page) => File.ReadAllText(Path.Combine(Root, page));

    /// <summary>Lists a page's fenced blocks of one language.</summary>
    public static IEnumerable<string> Blocks(string page, string language) => Fence().Matches(Read(page))
        .Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["text"].Value);

    /// <summary>A page's text without its fenced blocks.</summary>
    public static string Prose(string page) => Fence().Replace(Read(page), "");

    /// <summary>Lists the places of a page that links can name: headings as the usual hosts make them (lower case, words joined by hyphens, other signs dropped), and ids.</summary>
    public static IEnumerable<string> Anchors(string page)
    {
        var prose = Prose(page);
        return Heading().Matches(prose)
            .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))
            .Concat(Id().Matches(prose).Select(match => match.Groups["id"].Value));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Loadline.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not run inside a clone of the repository.");
    }

    [GeneratedRegex(@"^```(?<language>[a-z]*)\r?\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"<a id=""(?<id>[a-z_-]+)""></a>")]
    private static partial Regex Id();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchor();
}
