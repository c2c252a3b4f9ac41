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
            var file = new FileInfo(path);
            text.Append(path).Append(file.Exists
                ? string.Create(CultureInfo.InvariantCulture, $" {file.Length} {file.LastWriteTimeUtc.Ticks}\n")
                : " gone\n");
        }

        return text.ToString();
    }
}
