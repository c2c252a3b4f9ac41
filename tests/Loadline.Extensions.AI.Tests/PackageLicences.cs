using System.Text.Json;
using System.Xml.Linq;

namespace Loadline.Extensions.AI.Tests;

/// <summary>The licences of the packages that a project hands out with itself, as its restore resolved them and as the packages name them.</summary>
internal static class PackageLicences
{
    private static readonly string[] InsideKinds = ["runtime", "runtimeTargets", "native"];

    /// <summary>Lists package and licence expression; <see langword="null"/> where the package names none.</summary>
    public static IEnumerable<(string Package, string? Licence)> Of(string assetsFile)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(assetsFile));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var found = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject()))
        {
            // What only helps to build (analyzers) has nothing inside.
            if (entry.Value.GetProperty("type").GetString() == "package" && InsideKinds.Any(kind => entry.Value.TryGetProperty(kind, out _)))
            {
                found[entry.Name] = Read(folders, assets.RootElement.GetProperty("libraries").GetProperty(entry.Name).GetProperty("path").GetString()!);
            }
        }

        return found.Select(one => (one.Key, one.Value));
    }

    /// <summary>Tells whether an expression may be inside: all of what holds together, any of what there is a choice of.</summary>
    public static bool IsAllowed(string? expression, IReadOnlySet<string> allowed) => expression?.Contains('(', StringComparison.Ordinal) == false
        && expression.Split(" OR ").Any(choice => choice.Split(" AND ").All(part => allowed.Contains(part.Trim())));

    private static string? Read(List<string> folders, string path)
    {
        var folder = folders.Select(one => Path.Combine(one, path)).FirstOrDefault(Directory.Exists);
        var nuspec = folder is null ? null : Directory.EnumerateFiles(folder, "*.nuspec").FirstOrDefault();
        return nuspec is null ? null : XDocument.Load(nuspec).Descendants()
            .FirstOrDefault(element => element.Name.LocalName == "license" && element.Attribute("type")?.Value == "expression")?.Value.Trim();
    }
}
