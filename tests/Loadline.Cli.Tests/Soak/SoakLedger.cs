using System.Globalization;
using Loadline.Core.Decisions;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Soak;

/// <summary>Holds the ledger's attempts against the calls that upstreams saw and what they themselves billed for each.</summary>
/// <remarks>
/// One class of calls may differ: those that the gateway itself ended, because a timer fired or the caller had gone, while the bill was on its way.
/// Nobody read it, so the record cannot have it; it must then have no figure at all and say that the call may have been billed.
/// </remarks>
internal sealed class SoakLedger
{
    // The shortest timer of the soak's config is 500 ms; timers count whole milliseconds and may fire one early.
    private const double ShortestTimerMs = 498;

    private static readonly HashSet<string> EndedByUs = ["upstream_timeout", "upstream_stream_broken", "deadline_exceeded", "caller_gone"];

    private int _attempts;
    private int _calls;
    private int _billed;

    /// <summary>Gets what contradicts the upstreams.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>Gets the calls whose bill nobody read, by how they ended.</summary>
    public SortedDictionary<string, int> Unread { get; } = new(StringComparer.Ordinal);

    /// <summary>Holds one request's attempts against its calls.</summary>
    public void Hold(int request, IReadOnlyList<AttemptRecord> attempts, IReadOnlyList<RecordedRequest> calls)
    {
        // No connection, no call; an idle connection that ended may have taken the call with it or not.
        var sent = attempts.Where(static attempt => attempt.Outcome != "upstream_connect").ToList();
        foreach (var stale in sent.Where(static attempt => attempt.Outcome == "upstream_stale").Take(sent.Count - calls.Count).ToList())
        {
            sent.Remove(stale);
        }

        _attempts += sent.Count;
        _calls += calls.Count;
        if (sent.Count != calls.Count)
        {
            Wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{request}: {sent.Count} attempts for {calls.Count} calls: {string.Join(' ', attempts.Select(static attempt => attempt.Outcome))}"));
            return;
        }

        var bills = calls.Select(Bill).ToList();
        Sort(sent, bills);
        for (var i = 0; i < sent.Count; i++)
        {
            Hold(request, sent[i], bills[i]);
        }
    }

    /// <summary>Holds all attempts of callers that left against all of their calls: which belongs to which nobody can say, as no answer named its decision.</summary>
    public void HoldAll(IReadOnlyList<AttemptRecord> attempts, IReadOnlyList<RecordedRequest> calls)
    {
        // Each waited until its call was seen; a second call may not have left when it went.
        var sent = attempts.Where(static attempt => attempt.Outcome != "upstream_connect").ToList();
        var unsure = sent.Count(static attempt => attempt.Outcome is "upstream_stale" or "caller_gone");
        if (sent.Count < calls.Count || sent.Count - calls.Count > unsure)
        {
            Wrong.Add($"callers that left: {sent.Count} attempts for {calls.Count} calls");
        }

        _attempts += sent.Count;
        _calls += calls.Count;
        var bills = calls.Select(Bill).OfType<(long, long)>().GroupBy(static bill => bill).ToDictionary(static group => group.Key, static group => group.Count());
        foreach (var kept in sent.Where(static attempt => attempt.Usage is not null))
        {
            var usage = (kept.Usage!.Value.Input, kept.Usage.Value.Output);
            if (bills.GetValueOrDefault(usage) == 0)
            {
                Wrong.Add($"a caller that left: {usage} was kept and billed by nobody");
                continue;
            }

            bills[usage]--;
            _billed++;
        }

        var unread = bills.Values.Sum();
        var flagged = sent.Count(static attempt => attempt.Usage is null && attempt.PossiblyBilled && EndedByUs.Contains(attempt.Outcome));
        Unread["of callers that left"] = unread;
        if (unread > flagged)
        {
            Wrong.Add($"callers that left: {unread} bills were not read, {flagged} records say that they may have been billed");
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"ledger: {_attempts} attempts for {_calls} calls; {_billed} bills to the token; not read and flagged so: {string.Join(", ", Unread.Select(static one => $"{one.Value} {one.Key}"))}; {Wrong.Count} wrong");

    private static (long Input, long Output)? Bill(RecordedRequest call) => call.Billed is { } bill ? (bill.Input, bill.Output) : null;

    // Calls are in the order in which the upstream came to read them. On a busy machine that may be after a timer gave one up and the next was sent:
    // what a record has is then looked for among the bills that fit no record of their own place.
    private static void Sort(List<AttemptRecord> sent, List<(long, long)?> bills)
    {
        for (var i = 0; i < sent.Count; i++)
        {
            var own = Usage(sent[i]);
            var other = own is null || own == bills[i] ? -1 : bills.FindIndex(bill => bill == own);
            if (other >= 0 && Usage(sent[other]) != own)
            {
                (bills[i], bills[other]) = (bills[other], bills[i]);
            }
        }
    }

    private static (long, long)? Usage(AttemptRecord attempt) => attempt.Usage is { } usage ? (usage.Input, usage.Output) : null;

    private void Hold(int request, AttemptRecord attempt, (long Input, long Output)? bill)
    {
        var kept = Usage(attempt);
        if (kept == bill)
        {
            _billed += bill is null ? 0 : 1;
            return;
        }

        if (kept is null && attempt.PossiblyBilled && EndedByUs.Contains(attempt.Outcome) && attempt.DurationMs >= ShortestTimerMs)
        {
            Unread[attempt.Outcome] = Unread.GetValueOrDefault(attempt.Outcome) + 1;
            return;
        }

        Wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{request}: {attempt.Outcome} after {attempt.DurationMs:0} ms has {kept} for a bill of {bill}"));
    }
}
