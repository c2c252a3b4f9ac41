using System.Buffers.Binary;
using Loadline.Core.Facts;

namespace Loadline.Core.Balancing;

/// <summary>What later turns of a conversation repeat word for word: everything up to the first user message, which is what prompt caches go by.</summary>
internal static class ConversationKey
{
    // Of each text: lengths tell apart what differs only behind it, nearly always.
    private const int MostBytes = 2048;

    /// <summary>Computes the key; allocates nothing and reads at most 2 KB of each text.</summary>
    /// <returns>0 for a request without a user message.</returns>
    public static ulong Of(RequestFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var hash = 1UL;
        foreach (ref readonly var text in facts.Texts)
        {
            var bytes = text.Range.In(facts.Body.Span);
            hash = AffinityKey.Mix(hash ^ Hash(bytes[..Math.Min(bytes.Length, MostBytes)]) ^ (ulong)bytes.Length);
            if (text.Role == MessageRole.User)
            {
                return hash | 1;
            }
        }

        return 0;
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 14695981039346656037UL;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = AffinityKey.Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }
}
