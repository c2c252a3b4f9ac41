using System.Runtime.InteropServices;

namespace Loadline.Storage.Sqlite;

/// <summary>The library's calls that bind one value, without what the runtime does around a call: a row has some fifty of them.</summary>
/// <remarks>Each copies at most a few kilobytes, takes no lock that is held long, and calls nothing back; that is what leaving the transition out asks for.</remarks>
internal static unsafe class NativeBinds
{
    // Longer values are bound by the ordinary call, during which the collector may run.
    public const int MostBytes = 4096;

    private static readonly nint Transient = -1;

    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int> _int64;
    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int> _double;
    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> _null;
    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int> _text;
    private static delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int> _blob;

    public static void Load(nint library)
    {
        _int64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int>)NativeLibrary.GetExport(library, "sqlite3_bind_int64");
        _double = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int>)NativeLibrary.GetExport(library, "sqlite3_bind_double");
        _null = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)NativeLibrary.GetExport(library, "sqlite3_bind_null");
        _text = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int>)NativeLibrary.GetExport(library, "sqlite3_bind_text");
        _blob = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, byte*, int, nint, int>)NativeLibrary.GetExport(library, "sqlite3_bind_blob");
    }

    public static int Int64(nint statement, int index, long value) => _int64(statement, index, value);

    public static int Double(nint statement, int index, double value) => _double(statement, index, value);

    public static int Null(nint statement, int index) => _null(statement, index);

    /// <summary>Binds at most <see cref="MostBytes"/> of UTF-8; the library keeps its own copy.</summary>
    public static int Text(nint statement, int index, ReadOnlySpan<byte> utf8)
    {
        // An empty text needs an address too, or it would be null.
        byte nothing = 0;
        fixed (byte* bytes = utf8)
        {
            return _text(statement, index, bytes == null ? &nothing : bytes, utf8.Length, Transient);
        }
    }

    /// <summary>Binds at most <see cref="MostBytes"/> of bytes; the library keeps its own copy.</summary>
    public static int Blob(nint statement, int index, ReadOnlySpan<byte> blob)
    {
        byte nothing = 0;
        fixed (byte* bytes = blob)
        {
            return _blob(statement, index, bytes == null ? &nothing : bytes, blob.Length, Transient);
        }
    }
}
