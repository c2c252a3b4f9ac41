using System.Globalization;
using System.Text;

namespace Loadline.Core.Configuration;

/// <summary>Tells whether files have changed without reading them: outcome tables may have gigabytes.</summary>
public static class FileStamps
{
    /// <summary>Describes files by length and time of last change.</summary>
    /// <returns>Empty for no files; a file that is not there has a stamp, too.</returns>
    public static string Of(IEnumerable<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var text = new StringBuilder();
        foreach (var path in paths)
        {
            var file = Target(path);
            text.Append(path).Append(file.Exists
                ? string.Create(CultureInfo.InvariantCulture, $" {file.Length} {file.LastWriteTimeUtc.Ticks}\n")
                : " gone\n");
        }

        return text.ToString();
    }

    // Behind every link: a secret's mount swaps a folder and leaves the file's own link as it was.
    private static FileInfo Target(string path)
    {
        var link = new FileInfo(path);
        try
        {
            return link.Exists && link.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : link;
        }
        catch (IOException)
        {
            // Links in a circle: whoever reads the file says so.
            return link;
        }
    }
}
