using System.Runtime.InteropServices;
using System.Text.Json;

namespace Loadline.Wire.Conversion;

/// <summary>The texts of one stream event as UTF-8 with escapes resolved; only escaped ones are copied.</summary>
/// <remarks>Spans stay valid until <see cref="Clear"/>: a larger buffer replaces the old one, it does not reuse it.</remarks>
internal sealed class EventText
{
    private const int KeptBytes = 64 * 1024;

    private byte[] _buffer = new byte[512];
    private int _used;

    public void Clear()
    {
        _used = 0;
        if (_buffer.Length > KeptBytes)
        {
            _buffer = new byte[512];
        }
    }

    /// <summary>A member's text; empty where it is absent or no string.</summary>
    public ReadOnlySpan<byte> Read(JsonElement json, ReadOnlySpan<byte> name) => json.Has(name, out var value) ? Read(value) : default;

    public ReadOnlySpan<byte> Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            return default;
        }

        var quoted = JsonMarshal.GetRawUtf8Value(json);
        var content = quoted[1..^1];
        return content.Contains((byte)'\\') ? Unescaped(quoted) : content;
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> quoted)
    {
        if (_buffer.Length - _used < quoted.Length)
        {
            _buffer = new byte[Math.Max(quoted.Length, _buffer.Length * 2)];
            _used = 0;
        }

        var room = _buffer.AsSpan(_used);
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        var length = reader.CopyString(room);
        _used += length;
        return room[..length];
    }
}
