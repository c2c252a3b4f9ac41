using Loadline.Cli.Commands;
using Loadline.Core.Catalog;

namespace Loadline.Cli.Catalogs;

/// <summary>The catalogue in force: the user's own copy where there is one, else the one inside the program.</summary>
internal static class CatalogFiles
{
    /// <summary>Names another place for the user's copy.</summary>
    public const string Variable = "LOADLINE_CATALOG";

    private const int MostBytes = 16 * 1024 * 1024;

    private static readonly Lazy<BuiltInCatalog> Found = new(() => Load(UserFile));

    /// <summary>Gets the catalogue that this process uses.</summary>
    public static BuiltInCatalog Current => Found.Value;

    /// <summary>Gets where the user's copy is, or would be.</summary>
    public static string UserFile => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify), "loadline", "models.json");

    /// <summary>Reads a copy; the one inside the program where there is none.</summary>
    /// <exception cref="UserError">There is one, and it cannot be read.</exception>
    public static BuiltInCatalog Load(string file) => File.Exists(file) ? Read(file).Catalog : BuiltInCatalog.Instance;

    /// <exception cref="UserError">It cannot be read, or is no catalogue.</exception>
    public static (BuiltInCatalog Catalog, byte[] Bytes) Read(string file)
    {
        try
        {
            var bytes = new FileInfo(file).Length <= MostBytes ? File.ReadAllBytes(file) : throw new FormatException("it is larger than 16 MB");
            return (BuiltInCatalog.Read(bytes), bytes);
        }
        catch (FormatException error)
        {
            throw new UserError($"{file} is no catalogue: {error.Message} docs/catalogue.md has its form; `loadline models reset` goes back to the one inside the program.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"Cannot read {file}: {error.Message}");
        }
    }
}
