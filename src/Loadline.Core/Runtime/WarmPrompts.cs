namespace Loadline.Core.Runtime;

/// <summary>Which conversations a deployment answered lately, and how long they were: what its prompt cache probably still holds.</summary>
/// <remarks>
/// A fixed number of slots (64 KB), each for the newest conversation that falls into it: an older one is forgotten, which costs a discount
/// and nothing else. Thread-safe.
/// </remarks>
public sealed class WarmPrompts
{
    /// <summary>The conversations remembered at most.</summary>
    public const int Slots = 4096;

    private readonly Lock _gate = new();
    private Slot[]? _slots;

    /// <summary>Remembers that a conversation has just been answered.</summary>
    /// <param name="key">See <see cref="Balancing.ConversationKey"/>; 0 is passed over.</param>
    /// <param name="tokens">Its prompt tokens.</param>
    /// <param name="now">The time on the monotonic clock.</param>
    public void Remember(ulong key, int tokens, TimeSpan now)
    {
        if (key == 0)
        {
            return;
        }

        lock (_gate)
        {
            (_slots ??= new Slot[Slots])[Index(key)] = new Slot(key, now.Ticks, tokens);
        }
    }

    /// <summary>Finds how many prompt tokens of a conversation are warm.</summary>
    /// <param name="key">The conversation.</param>
    /// <param name="now">The time on the monotonic clock.</param>
    /// <param name="lasts">How long a cache holds what nobody asks for.</param>
    /// <returns>0 where it is cold.</returns>
    public int Tokens(ulong key, TimeSpan now, TimeSpan lasts)
    {
        // Nothing was ever remembered here: the usual case for most deployments.
        if (key == 0 || Volatile.Read(ref _slots) is not { } slots)
        {
            return 0;
        }

        lock (_gate)
        {
            ref readonly var slot = ref slots[Index(key)];
            return slot.Key == key && now.Ticks - slot.At <= lasts.Ticks ? slot.Tokens : 0;
        }
    }

    private static int Index(ulong key) => (int)(key >> 20) & (Slots - 1);

    private readonly record struct Slot(ulong Key, long At, int Tokens);
}
