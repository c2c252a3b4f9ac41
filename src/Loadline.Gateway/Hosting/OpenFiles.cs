using System.Globalization;

namespace Loadline.Gateway.Hosting;

/// <summary>How many files, sockets among them, this process may have open.</summary>
internal static class OpenFiles
{
    // What the runtime, the ledger and the listeners hold themselves; about 230 were counted in a soak.
    private const int Own = 256;

    // Where no limit can be read: far more callers than one process serves well.
    private const int Unknown = 20_000;

    private const string Line = "Max open files";

    /// <summary>Gets how many callers can be served when each may also need a connection to an upstream.</summary>
    /// <remarks>A process that runs out of descriptors can neither accept nor connect, so callers beyond this are turned away.</remarks>
    public static int Callers => CallersOf(File.Exists("/proc/self/limits") ? File.ReadAllText("/proc/self/limits") : "");

    internal static int CallersOf(string limits)
    {
        var at = limits.IndexOf(Line, StringComparison.Ordinal);
        if (at < 0)
        {
            return Unknown;
        }

        var soft = limits.AsSpan(at + Line.Length).TrimStart(' ');
        var length = soft.IndexOf(' ');
        return length > 0 && long.TryParse(soft[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var files)
            ? (int)Math.Clamp((files - Own) / 2, 16, Unknown)
            : Unknown;
    }
}
