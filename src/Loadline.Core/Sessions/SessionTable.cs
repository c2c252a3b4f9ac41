using System.Numerics;

namespace Loadline.Core.Sessions;

/// <summary>Remembers conversations in a fixed amount of memory: sets of eight entries, in which the longest silent one gives way.</summary>
/// <remarks>Safe for any number of threads; allocates nothing after it was made (64 bytes an entry).</remarks>
public sealed class SessionTable
{
    private const int Ways = 8;
    private const int Gates = 64;

    private readonly SessionEntry[] _entries;
    private readonly Lock[] _gates;
    private readonly int _sets;

    /// <param name="most">The most entries; rounded up to a power of two of at least 512.</param>
    public SessionTable(int most)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(most, Ways * Gates, 1 << 24));
        _entries = new SessionEntry[size];
        _sets = size / Ways;
        _gates = [.. Enumerable.Range(0, Gates).Select(_ => new Lock())];
    }

    /// <summary>Finds a session.</summary>
    public bool TryFind(ulong key, out SessionEntry entry)
    {
        var set = Set(key);
        lock (_gates[set % Gates])
        {
            foreach (ref var known in Ways8(set))
            {
                if (known.Key == key)
                {
                    entry = known;
                    return true;
                }
            }
        }

        entry = default;
        return false;
    }

    /// <summary>Writes a session down, in the place of what was known of it, of nobody, or of the longest silent of its set.</summary>
    public void Store(in SessionEntry entry)
    {
        var set = Set(entry.Key);
        lock (_gates[set % Gates])
        {
            var ways = Ways8(set);
            var at = 0;
            for (var i = 0; i < ways.Length; i++)
            {
                if (ways[i].Key == entry.Key)
                {
                    at = i;
                    break;
                }

                at = ways[i].Key == 0 && ways[at].Key != 0 ? i : ways[at].Key != 0 && ways[i].Last < ways[at].Last ? i : at;
            }

            ways[at] = entry;
        }
    }

    private int Set(ulong key) => (int)(Balancing.AffinityKey.Mix(key) % (ulong)_sets);

    private Span<SessionEntry> Ways8(int set) => _entries.AsSpan(set * Ways, Ways);
}
