namespace Loadline.Core.Signals.Shape;

/// <summary>Byte to kind, and byte to lower-case word byte (0 where a byte is not part of a word).</summary>
internal static class ByteTables
{
    private static readonly byte[] KindTable = BuildKinds();
    private static readonly byte[] LowerTable = BuildLower();

    public static ReadOnlySpan<byte> Kinds => KindTable;

    public static ReadOnlySpan<byte> Lower => LowerTable;

    private static byte[] BuildKinds()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = (byte)KindOf((byte)i);
        }

        return table;
    }

    private static ByteKind KindOf(byte value) => value switch
    {
        (byte)'\n' => ByteKind.LineFeed,
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') => ByteKind.Letter,
        >= (byte)'0' and <= (byte)'9' => ByteKind.Digit,
        (byte)'.' or (byte)'!' or (byte)'?' => ByteKind.Stop,
        (byte)',' or (byte)';' or (byte)':' => ByteKind.Pause,
        0xE2 or (>= 0xE3 and <= 0xED) or 0xEF => ByteKind.Wide,
        >= 0xC3 and <= 0xE1 => ByteKind.Letter,
        > 0x20 and < 0x7F => ByteKind.Symbol,
        _ => ByteKind.Space,
    };

    private static byte[] BuildLower()
    {
        var table = new byte[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = (ByteKind)KindTable[i] switch
            {
                ByteKind.Letter when i < 0x80 => (byte)(i | 0x20),
                ByteKind.Letter or ByteKind.Digit => (byte)i,
                _ when i is >= 0x80 and <= 0xBF => (byte)i,
                _ => 0,
            };
        }

        return table;
    }
}
