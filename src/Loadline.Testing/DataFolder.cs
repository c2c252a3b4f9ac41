namespace Loadline.Testing;

/// <summary>Finds the public data sets that measurements run on. They are not part of the repository.</summary>
/// <remarks>
/// The folder is named by the environment variable <c>LOADLINE_DATA</c>; without it, the first <c>shared/data</c> found on the way up from
/// the current directory (a sibling of the clone), then from the test binaries. Tests that need it use <c>[DataFact]</c> and skip, with
/// the reason, where it is absent.
/// </remarks>
public static class DataFolder
{
    public const string Variable = "LOADLINE_DATA";

    /// <summary>Gets the folder's full path; null when there is none.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder inside, such as <c>outcomes/mmlu-pro.jsonl</c>; null when it is not there.</summary>
    public static string? Find(string relativePath)
    {
        if (Root is null)
        {
            return null;
        }

        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Root, relativePath));
        return File.Exists(path) || Directory.Exists(path) ? path : null;
    }

    /// <summary>As <see cref="Find"/>, for tests that have already been found able to run.</summary>
    /// <exception cref="FileNotFoundException">It is not there; the message says why.</exception>
    public static string Path(string relativePath)
        => Find(relativePath) ?? throw new FileNotFoundException(WhyMissing(relativePath), relativePath);

    /// <summary>The reason to skip a test that needs these paths; null when all are there.</summary>
    public static string? SkipReason(params ReadOnlySpan<string> relativePaths)
    {
        foreach (var path in relativePaths)
        {
            if (Find(path) is null)
            {
                return WhyMissing(path);
            }
        }

        return Root is null ? WhyMissing(".") : null;
    }

    internal static string? FindRoot(string? named, params ReadOnlySpan<string> startingPoints)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? System.IO.Path.GetFullPath(named) : null;
        }

        foreach (var start in startingPoints)
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static string? FindRoot()
        => FindRoot(Environment.GetEnvironmentVariable(Variable), Environment.CurrentDirectory, AppContext.BaseDirectory);

    private static string WhyMissing(string path)
        => Root is null
            ? $"needs the data folder: set {Variable}, or put shared/data beside the clone"
            : $"needs {path}, which the data folder {Root} does not hold";
}
