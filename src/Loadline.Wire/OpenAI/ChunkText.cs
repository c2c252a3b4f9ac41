using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Cheap looks at a chunk's bytes that tell whether it must be read as JSON at all.</summary>
/// <remarks>
/// Inside a JSON string a quote is escaped, so <c>"usage"</c> with its quotes can only be a token of its own: these searches may find
/// too much (a content that is the one word), never too little for names that are written without escapes, as every server writes them.
/// </remarks>
internal static class ChunkText
{
    private static ReadOnlySpan<byte> White => " \t\r\n"u8;

    /// <summary>Whether no choice of the chunk has a finish reason.</summary>
    public static bool IsUnfinished(ReadOnlySpan<byte> data)
    {
        while (true)
        {
            var at = data.IndexOf("\"finish_reason\""u8);
            if (at < 0)
            {
                return true;
            }

            data = data[(at + "\"finish_reason\""u8.Length)..];
            if (NullLength(data) < 0)
            {
                return false;
            }
        }
    }

    /// <summary>Finds <c>"usage":null</c> as the one usage member of the chunk's top level, without reading the chunk.</summary>
    /// <param name="data">The chunk.</param>
    /// <param name="at">Where <c>"usage"</c> starts.</param>
    /// <param name="member">From the key's quote to the value's end.</param>
    public static bool TryFindNullUsage(ReadOnlySpan<byte> data, int at, out ByteRange member)
    {
        var after = at + "\"usage\""u8.Length;
        var length = NullLength(data[after..]);
        member = new ByteRange(at, after - at + Math.Max(length, 0));
        return length >= 0 && data[member.End..].IndexOf("\"usage\""u8) < 0 && ClosesOneLevel(data[member.End..]);
    }

    /// <summary>Widens a member's range by the comma that goes with it.</summary>
    public static ByteRange WithComma(ReadOnlySpan<byte> data, ByteRange member)
    {
        var before = data[..member.Start].TrimEnd(White);
        if (before.EndsWith(","u8))
        {
            return new ByteRange(before.Length - 1, member.End - before.Length + 1);
        }

        var rest = data[member.End..];
        var after = rest.TrimStart(White);
        return after.StartsWith(","u8) ? new ByteRange(member.Start, member.Length + rest.Length - after.Length + 1) : member;
    }

    // The length of `: null` with any white space; -1 where something else follows.
    private static int NullLength(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith(":null"u8))
        {
            return 5;
        }

        var value = data.TrimStart(White);
        if (!value.StartsWith(":"u8))
        {
            return -1;
        }

        value = value[1..].TrimStart(White);
        return value.StartsWith("null"u8) ? data.Length - value.Length + 4 : -1;
    }

    // What follows a top-level member closes exactly one level more than it opens.
    private static bool ClosesOneLevel(ReadOnlySpan<byte> rest)
    {
        var depth = 0;
        while (!rest.IsEmpty)
        {
            var at = rest.IndexOfAny("\"{}[]"u8);
            if (at < 0)
            {
                break;
            }

            var found = rest[at];
            rest = rest[(at + 1)..];
            if (found == (byte)'"')
            {
                rest = SkipString(rest);
            }
            else
            {
                depth += found is (byte)'{' or (byte)'[' ? 1 : -1;
            }
        }

        return depth == -1;
    }

    private static ReadOnlySpan<byte> SkipString(ReadOnlySpan<byte> rest)
    {
        while (true)
        {
            var at = rest.IndexOfAny((byte)'"', (byte)'\\');
            if (at < 0)
            {
                return default;
            }

            var isEnd = rest[at] == (byte)'"';
            rest = rest[Math.Min(at + (isEnd ? 1 : 2), rest.Length)..];
            if (isEnd)
            {
                return rest;
            }
        }
    }
}
