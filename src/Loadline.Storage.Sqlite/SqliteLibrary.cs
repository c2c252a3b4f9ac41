using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Loadline.Storage.Sqlite;

/// <summary>Finds the SQLite library: the one named in the config, or the newest that the system or the program's folder has.</summary>
/// <remarks>No library is shipped: the only one that could be is of 2021, and a system's own gets its security updates.</remarks>
public static class SqliteLibrary
{
    /// <summary>The oldest version taken: 3.37.0 (November 2021), the first with strict tables.</summary>
    public const int MinVersionNumber = 3_037_000;

    private static readonly Lock Gate = new();
    private static string? _problem;
    private static nint _handle;
    private static string? _named;

    /// <summary>Gets the loaded library's version, such as <c>3.40.1</c>; empty before <see cref="TryLoad"/>.</summary>
    public static string Version { get; private set; } = "";

    /// <summary>Gets where it was found; empty before <see cref="TryLoad"/>.</summary>
    public static string Path { get; private set; } = "";

    /// <summary>Loads the library, once a process.</summary>
    /// <param name="path">The library to take; <see langword="null"/>: the newest found.</param>
    /// <param name="problem">Why there is none, and what to do.</param>
    public static bool TryLoad(string? path, out string problem)
    {
        lock (Gate)
        {
            if (_handle == 0 && (_problem is null || path != _named))
            {
                _named = path;
                _problem = Load(path is null ? Candidates() : [path]);
            }

            problem = _problem ?? "";
            return _handle != 0;
        }
    }

    /// <summary>Lists where libraries are looked for, the system's first; of equally new ones the first is taken.</summary>
    internal static string[] Candidates()
    {
        var folder = AppContext.BaseDirectory;
        return OperatingSystem.IsWindows() ? ["winsqlite3.dll", Beside("e_sqlite3.dll"), Beside("sqlite3.dll"), "sqlite3.dll"]
            : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib", Beside("libe_sqlite3.dylib"), Beside("libsqlite3.dylib"), "libsqlite3.dylib"]
            : ["libsqlite3.so.0", Beside("libe_sqlite3.so"), Beside("libsqlite3.so.0"), Beside("libsqlite3.so"), "libsqlite3.so"];

        string Beside(string name) => System.IO.Path.Combine(folder, name);
    }

    /// <summary>Says whether a version is new enough, and if not, why it is refused.</summary>
    internal static string? Refuse(int versionNumber, string name) => versionNumber >= MinVersionNumber
        ? null
        : $"{name} is SQLite {ToText(versionNumber)}; {ToText(MinVersionNumber)} or newer is needed.";

    private static string? Load(string[] candidates)
    {
        var refused = "";
        var (best, bestVersion, bestName) = ((nint)0, 0, "");
        foreach (var name in candidates)
        {
            // Tried first, so that probing loads nothing that is not there.
            if (!NativeLibrary.TryLoad(name, out var handle))
            {
                continue;
            }

            var version = VersionOf(handle);
            refused = Refuse(version, name) ?? refused;
            if (version >= MinVersionNumber && version > bestVersion)
            {
                (best, bestVersion, bestName) = (handle, version, name);
            }
        }

        if (best == 0)
        {
            return (refused.Length > 0 ? refused : $"No SQLite library was found (looked for {string.Join(", ", candidates)}).")
                + " Install it (Debian: apt-get install libsqlite3-0), or name one in storage.library.";
        }

        _handle = best;
        Version = ToText(bestVersion);
        Path = bestName;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        NativeBinds.Load(best);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return null;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) => name == "e_sqlite3" ? _handle : 0;

    private static int VersionOf(nint handle) => NativeLibrary.TryGetExport(handle, "sqlite3_libversion_number", out var export)
        ? Marshal.GetDelegateForFunctionPointer<VersionNumber>(export)()
        : 0;

    private static string ToText(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{number / 1_000_000}.{number / 1000 % 1000}.{number % 1000}");

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
