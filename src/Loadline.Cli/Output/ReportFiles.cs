using System.CommandLine;
using System.Reflection;
using System.Security.Cryptography;
using Loadline.Learning.Reports;

namespace Loadline.Cli.Output;

/// <summary>Writes a report's files: HTML that opens without network, and the same as Markdown; both say what made them.</summary>
internal static class ReportFiles
{
    /// <param name="html">Where the HTML goes; <see langword="null"/>: nowhere.</param>
    /// <param name="markdown">Where the Markdown goes; <see langword="null"/>: nowhere.</param>
    /// <param name="write">Makes the page; called only where it is wanted.</param>
    /// <param name="inputs">The files that the command read; those that are not there are left out.</param>
    public static void Write(FileInfo? html, FileInfo? markdown, Func<string> write, IEnumerable<string> inputs)
    {
        if (html is null && markdown is null)
        {
            return;
        }

        var page = Source(inputs).AddTo(write());
        if (html is not null)
        {
            File.WriteAllText(html.FullName, page);
        }

        if (markdown is not null)
        {
            File.WriteAllText(markdown.FullName, MarkdownTwin.Of(page));
        }
    }

    /// <summary>Says in Markdown what made a report that is written as Markdown in the first place.</summary>
    /// <param name="inputs">The files that the command read.</param>
    public static string MadeBy(IEnumerable<string> inputs) => MarkdownTwin.Of(Source(inputs).AddTo("<style></style></html>"));

    private static ReportSource Source(IEnumerable<string> inputs) =>
        new(Command(), Version, [.. inputs.Distinct().Where(File.Exists).Select(file => (Path.GetFileName(file), Digest(file)))]);

    public static Option<FileInfo?> Markdown() => new("--markdown") { Description = "Write the same report as Markdown, for a pull request." };

    private static string Version => typeof(ReportFiles).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    private static string Command() => "loadline " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word));

    private static string Digest(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
