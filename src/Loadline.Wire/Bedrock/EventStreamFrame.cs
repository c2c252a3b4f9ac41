namespace Loadline.Wire.Bedrock;

/// <summary>One message of an AWS event stream; valid until the reader's next call.</summary>
internal readonly ref struct EventStreamFrame
{
    internal EventStreamFrame(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload)
    {
        Headers = headers;
        Payload = payload;
    }

    /// <summary>Gets the headers as they came.</summary>
    public ReadOnlySpan<byte> Headers { get; }

    /// <summary>Gets the payload, JSON in Bedrock's case.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Finds a header whose value is a string; empty where there is none.</summary>
    public ReadOnlySpan<byte> Header(ReadOnlySpan<byte> name)
    {
        var rest = Headers;
        while (rest.Length > 2)
        {
            var nameLength = rest[0];
            if (rest.Length < nameLength + 2)
            {
                return default;
            }

            var isWanted = rest.Slice(1, nameLength).SequenceEqual(name);
            var type = rest[nameLength + 1];
            rest = rest[(nameLength + 2)..];
            if (!TryValue(ref rest, type, out var value))
            {
                return default;
            }

            if (isWanted)
            {
                return value;
            }
        }

        return default;
    }

    // Types: 0, 1 booleans without bytes; 2 byte; 3 short; 4 int; 5 long; 6 bytes and 7 string with a 16-bit length; 8 time; 9 uuid.
    private static bool TryValue(scoped ref ReadOnlySpan<byte> rest, byte type, out ReadOnlySpan<byte> value)
    {
        value = default;
        var length = type switch
        {
            0 or 1 => 0,
            2 => 1,
            3 => 2,
            4 => 4,
            5 or 8 => 8,
            9 => 16,
            6 or 7 when rest.Length >= 2 => 2 + System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(rest),
            _ => int.MaxValue,
        };
        if (length > rest.Length)
        {
            return false;
        }

        value = type is 6 or 7 ? rest[2..length] : rest[..length];
        rest = rest[length..];
        return true;
    }
}
