namespace Loadline.Core.Limits;

/// <summary>How much of a budget a replica gets: the one rule that every store reckons by.</summary>
public static class LeaseShares
{
    /// <summary>Reckons it, in billionths of a USD since the period's start.</summary>
    /// <param name="wish">What it wishes; with the most it ever told to have spent.</param>
    /// <param name="own">What it holds.</param>
    /// <param name="total">What all hold, this one included.</param>
    /// <returns>What it holds from now on: never so much that all together hold more than the limit, unless it has spent that already.</returns>
    public static long Grant(in LeaseWish wish, long own, long total)
    {
        if (wish.Wanted <= own)
        {
            return Math.Max(wish.Wanted, wish.Spent);
        }

        // Half of what is left, so that the first who asks near the end does not get all of it, unless a request waits for more.
        var room = Math.Max(0, wish.Limit - total);
        var fair = Math.Min(room, Math.Max(wish.Needed - own, room / 2));
        var granted = own + Math.Min(wish.Wanted - own, fair);

        // A part of what a request waits for serves neither it nor another replica's.
        return Math.Max(granted < wish.Needed ? Math.Min(granted, wish.Kept) : granted, wish.Spent);
    }
}
